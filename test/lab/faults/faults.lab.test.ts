import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { down, type Lab, up } from '../lab/lab.ts'
import { faultsOf, greeting, on } from '../lab/observe.ts'
import { ssh } from '../lab/ssh.ts'
import { statusOf } from '../lab/status.ts'
import * as faults from './faults.ts'

const NAME = 'faults'

let lab: Lab

beforeAll(async () => {
  await down(NAME)
  lab = await up({ name: NAME })
})

afterAll(() => down(NAME))

describe('a fault of a node', () => {
  afterEach(async () => {
    await faults.mend(lab)
    const ailing = (await statusOf(lab)).filter((machine) => !machine.running || machine.faults.length > 0)
    if (ailing.length > 0) throw new Error(`mend left ${JSON.stringify(ailing)}`)
  })

  it('cut: nothing answers, and heal brings it back', async () => {
    await faults.cut(lab, 'cmp1')
    expect(await greeting(lab, 'cmp1', 1000)).toBe('no connection')
    expect(await faultsOf(lab, 'cmp1')).toEqual(['cut'])
    await faults.heal(lab, 'cmp1')
    expect(await greeting(lab, 'cmp1', 20_000)).toBe('banner')
  })

  it('freeze: connections are taken and nothing is said, and thaw lets it speak', async () => {
    await faults.freeze(lab, 'cmp1')
    expect(await greeting(lab, 'cmp1', 1000)).toBe('silence')
    expect(await faultsOf(lab, 'cmp1')).toEqual(['frozen'])
    await faults.thaw(lab, 'cmp1')
    expect(await greeting(lab, 'cmp1', 20_000)).toBe('banner')
  })

  it('slow: 32 KB take seconds at 64 kbit/s, and fast lets them through', async () => {
    const seconds = async (): Promise<number> => {
      const start = performance.now()
      await on(lab, 'cmp1', 'head -c 32768 /dev/urandom | base64')
      return (performance.now() - start) / 1000
    }
    await faults.slow(lab, 'cmp1', 64)
    expect(await seconds()).toBeGreaterThan(4)
    expect(await faultsOf(lab, 'cmp1')).toEqual(['slow'])
    await faults.fast(lab, 'cmp1')
    expect(await seconds()).toBeLessThan(4)
  })

  it('lose: of all packets none arrives, and of none all do', async () => {
    await faults.lose(lab, 'cmp1', 1)
    expect(await greeting(lab, 'cmp1', 1000)).toBe('no connection')
    expect(await faultsOf(lab, 'cmp1')).toEqual(['losing packets'])
    await faults.lose(lab, 'cmp1', 0.3)
    await faults.lose(lab, 'cmp1', 0)
    expect(await greeting(lab, 'cmp1', 20_000)).toBe('banner')
  })

  it('block: the node cannot reach the master, other nodes can, and unblock lets it', async () => {
    const ask = `curl -sS --max-time 2 ${lab.masterUrl}/ready`
    await faults.block(lab, 'cmp1')
    expect((await ssh(lab, 'cmp1', ask)).exitCode).toBe(28)
    expect(await on(lab, 'ctl1', ask)).toBe('ready')
    expect(await faultsOf(lab, 'cmp1')).toEqual(['blocked'])
    await faults.unblock(lab, 'cmp1')
    expect(await on(lab, 'cmp1', ask)).toBe('ready')
  })

  it("power off: the node is gone, and comes back with its disk, its host key and Kolla's containers", async () => {
    await on(lab, 'cmp2', 'echo kept > /root/kept')
    await faults.powerOff(lab, 'cmp2')
    expect(await greeting(lab, 'cmp2', 1000)).toBe('no connection')
    await faults.powerOnNode(lab, 'cmp2')
    expect(await on(lab, 'cmp2', 'cat /root/kept; rm /root/kept')).toBe('kept')
    expect(await on(lab, 'cmp2', "docker ps -q | wc -l | tr -d ' '")).toBe('2')
  })

  it('fill disk: nothing can be written, and free disk gives the space back', async () => {
    await faults.fillDisk(lab, 'cmp2')
    const write = 'head -c 1000000 /dev/zero > /root/filler; code=$?; rm -f /root/filler; exit $code'
    expect((await ssh(lab, 'cmp2', write)).stderr).toContain('No space left on device')
    expect(await faultsOf(lab, 'cmp2')).toEqual(['disk full'])
    await faults.freeDisk(lab, 'cmp2')
    await on(lab, 'cmp2', write)
  })

  it('skew: what is started on the node sees another time, and 0 gives it the true one', async () => {
    const ahead = async (): Promise<number> => Number(await on(lab, 'cmp1', 'date +%s')) - Date.now() / 1000
    await faults.skew(lab, 'cmp1', -5000)
    expect(await ahead()).toBeLessThan(-4000)
    expect(await faultsOf(lab, 'cmp1')).toEqual(['clock skewed'])
    await faults.skew(lab, 'cmp1', 0)
    expect(await ahead()).toBeGreaterThan(-1000)
  })

  it('kill Docker and stop Docker: no engine answers, and start Docker brings Kolla back as well', async () => {
    for (const stop of [faults.killDocker, faults.stopDocker]) {
      await stop(lab, 'cmp1')
      expect((await ssh(lab, 'cmp1', 'docker ps')).exitCode).not.toBe(0)
      expect(await faultsOf(lab, 'cmp1')).toEqual(['no docker'])
      await faults.startDocker(lab, 'cmp1')
      expect((await on(lab, 'cmp1', "docker ps --format '{{.Names}}'")).split('\n').sort()).toEqual([
        'prometheus_cadvisor',
        'prometheus_node_exporter',
      ])
    }
  })

  it('registry-fault: a pull is refused, until it is told to stop', async () => {
    const image = 'registry.lab/prom/prometheus:v2.42.0'
    await faults.registryFault(lab, { status: 429 })
    expect((await ssh(lab, 'cmp2', `docker pull ${image}`)).stderr).toContain('toomanyrequests')
    await faults.registryFault(lab, {})
    await on(lab, 'cmp2', `docker pull -q ${image}`)
  })

  it('master-fault: a push is refused or never answered, until it is told to stop', async () => {
    const push = async (): Promise<number> => {
      const headers = { 'X-Scope-OrgID': 'openstack' }
      return (await fetch(`${lab.masterUrl}/api/v1/push`, { method: 'POST', headers })).status
    }
    await faults.masterFault(lab, 503)
    expect(await push()).toBe(503)
    await faults.masterFault(lab, 'black-hole')
    const url = `${lab.masterUrl}/ready`
    await expect(fetch(url, { signal: AbortSignal.timeout(500) })).rejects.toThrow(/timeout/)
    await faults.masterFault(lab, 'none')
    expect((await fetch(url)).status).toBe(200)
  })

  it('is told by name when there is no such node', async () => {
    await expect(faults.cut(lab, 'cmp9')).rejects.toThrow(
      'no node cmp9 in the lab; there are ctl1, cmp1, cmp2',
    )
  })
})
