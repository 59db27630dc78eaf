import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { block, masterFault, mend } from '../lab/faults.ts'
import { down, type Lab, up } from '../lab/lab.ts'
import { on } from '../lab/observe.ts'
import { ssh } from '../lab/ssh.ts'
import { setFault } from '../lab/stand-ins.ts'
import { manifest, run, runFor } from './run.ts'

const NODES = ['cmp1', 'cmp2']
const WORKER = 'openstack-worker-prometheus'
const IMAGE = 'registry.lab/prom/prometheus:v2.53.3'
const DIRECTORY = '/opt/mimir-worker'
const FLAGS = '--config.file=/etc/mimir-worker/current/prometheus.yml --storage.tsdb.path=/prometheus'

let lab: Lab
let inventory: string

beforeAll(async () => {
  lab = await up({ name: 'proof', shape: { control: 1, compute: 2 } })
  await mend(lab)
  inventory = await manifest(lab, 'proof')
  await asItShallBe()
})

/** Whatever a test left: faults, strangers, a worker that was tampered with. */
async function asItShallBe(): Promise<void> {
  await mend(lab)
  const byHand = `docker ps -aq --filter name=${WORKER} --filter label=com.docker.compose.project`
  for (const node of NODES)
    await on(lab, node, `docker rm -f stranger; [ -n "$(${byHand})" ] || docker rm -f ${WORKER}; true`)
  const ended = await run('rollout', inventory, NODES)
  for (const node of NODES) expect([node, ended.get(node)?.wrong]).toEqual([node, ''])
}

afterAll(async () => down('proof'))

/** What the worker on a node says over HTTP, asked from that node with what it has. */
async function says(node: string, path: string): Promise<string> {
  const get = `exec 3<>/dev/tcp/127.0.0.1/9091 && printf 'GET ${path} HTTP/1.0\\r\\n\\r\\n' >&3 && cat <&3`
  return on(lab, node, `bash -c "${get.replaceAll('"', '\\"')}"`)
}

async function metric(node: string, name: string): Promise<number | undefined> {
  const line = (await says(node, '/metrics')).split('\n').find((one) => one.startsWith(name))
  return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ')))
}

describe('a worker that is well', () => {
  it('is green, and nothing of it changes', async () => {
    const verdict = await runFor('verify', inventory, 'cmp1')
    expect(verdict).toMatchObject({ exitCode: 0, state: 'verified', verdict: 'noop', failed: [] })
  })
})

describe('a false green is called red', () => {
  afterEach(asItShallBe)

  it('1. an HA tracker answers 202 and throws all away: the sender has nothing to complain of', async () => {
    await masterFault(lab, 202)
    await on(lab, 'cmp1', `docker restart ${WORKER}`)
    const verdict = await runFor('verify', inventory, 'cmp1')
    expect(verdict.check('sending').state).toBe('passed')
    expect(await metric('cmp1', 'prometheus_remote_storage_samples_failed_total')).toBe(0)
    const { state, cause, english, korean } = verdict.check('arrival')
    expect([verdict.exitCode, state, cause]).toEqual([1, 'failed', 'swallowed'])
    expect(english).toContain('HA tracker')
    expect(korean).toContain('HA tracker')
  })

  it.each([
    [401, 'no-tenant'],
    [429, 'ingestion-rate'],
  ] as const)('2. pushes are answered %i: what it is and what to do is said', async (status, expected) => {
    await setFault(lab.masterUrl, { status, path: 'push' })
    await on(lab, 'cmp1', `docker restart ${WORKER}`)
    const verdict = await runFor('verify', inventory, 'cmp1')
    expect(verdict.exitCode).toBe(1)
    expect(verdict.failed).toEqual(expect.arrayContaining(['sending', 'arrival']))
    expect(verdict.check('sending').cause).toBe(expected)
    expect(verdict.check('arrival').cause).toBe(expected)
  })

  it('2. a path that nobody serves: dropped with 404 while the lag looks fine', async () => {
    const wrong = await manifest(lab, 'proof-404', { push_path: '/api/v1/wrong' })
    const verdict = await runFor('rollout', wrong, 'cmp1')
    expect(verdict.check('sending')).toMatchObject({ state: 'failed', cause: 'wrong-path' })
    expect(verdict.check('sending').english).toContain('mimir.push_path')
    expect(verdict.check('sending').korean).toContain('mimir.push_path')
  })

  it('2. every sample is refused with 400, by its code, while the newest time sent goes on', async () => {
    const long = await manifest(lab, 'proof-400', {}, { labels: { note: 'x'.repeat(5000) } })
    const verdict = await runFor('rollout', long, 'cmp1')
    expect(verdict.check('sending')).toMatchObject({
      state: 'failed',
      kind: 'samples-failed',
      cause: 'label-too-long',
    })
    expect(verdict.check('arrival').state).toBe('failed')
  })

  it('3. tenants are not kept apart: the tenant has all, and so has every other', async () => {
    await setFault(lab.masterUrl, { multitenancy: false })
    await on(lab, 'cmp1', `docker restart ${WORKER}`)
    const verdict = await runFor('verify', inventory, 'cmp1')
    expect(verdict.failed).toEqual(['isolation'])
    expect(verdict.check('arrival').state).toBe('passed')
    expect(verdict.check('isolation').english).toContain('multitenancy_enabled: true')
    expect(verdict.check('isolation').korean).toContain('multitenancy_enabled: true')
  })

  it('5. yesterday’s `up` is still 1 in the master, and the worker reaches it no more', async () => {
    await block(lab, 'cmp1')
    await on(lab, 'cmp1', `docker restart ${WORKER}`)
    const verdict = await runFor('verify', inventory, 'cmp1')
    expect(verdict.failed).toEqual(expect.arrayContaining(['sending', 'arrival']))
    expect(verdict.check('sending').kind).toBe('nothing-sent')
    expect(['unreachable', 'too-slow']).toContain(verdict.check('arrival').cause)
  })

  it('6. a reload that succeeds reads an old inode', async () => {
    const file = `${DIRECTORY}/current/prometheus.yml`
    await on(
      lab,
      'cmp1',
      `docker rm -f ${WORKER}; cp -p ${file} /tmp/good.yml; echo '# of yesterday' >>${file}`,
    )
    await on(
      lab,
      'cmp1',
      `docker run -d --name ${WORKER} --network host -v mimir-worker-data:/prometheus -v $(readlink -f ${file}):/etc/mimir-worker/current/prometheus.yml:ro ${IMAGE} ${FLAGS} --web.listen-address=127.0.0.1:9091`,
    )
    await on(
      lab,
      'cmp1',
      `sleep 12; mv /tmp/good.yml $(readlink -f ${file}) && docker kill -s HUP ${WORKER}; sleep 1`,
    )
    const verdict = await runFor('verify', inventory, 'cmp1')
    expect(await metric('cmp1', 'prometheus_config_last_reload_successful')).toBe(1)
    expect(verdict.check('configuration')).toMatchObject({ state: 'failed', kind: 'file-differs' })
    expect(verdict.check('configuration').english).toContain('old mount')
    expect(verdict.check('configuration').korean).toContain('옛 마운트')
  })

  it('7. another Prometheus answers on the port, with the same flags and started at the same time', async () => {
    const start = (name: string, port: number): string =>
      `docker run -d --name ${name} --network host -v ${DIRECTORY}:/etc/mimir-worker:ro ${IMAGE} ${FLAGS} --web.listen-address=127.0.0.1:${port}`
    await on(
      lab,
      'cmp1',
      `docker rm -f ${WORKER}; ${start(WORKER, 9099)} && ${start('stranger', 9091)}; sleep 12`,
    )
    expect(await says('cmp1', '/-/healthy')).toContain('200 OK')
    const verdict = await runFor('verify', inventory, 'cmp1')
    expect(verdict.check('container').state).toBe('passed')
    expect(verdict.check('identity')).toMatchObject({ state: 'failed', kind: 'other-prometheus' })
    expect(verdict.check('identity').english).toContain('holder of the port')
  })

  it('9. compose v1 takes a flag that it does not know, does nothing and exits with 0', async () => {
    const typed = `docker rm -f ${WORKER} >/dev/null && cd ${DIRECTORY} && docker-compose up -d --wait`
    expect((await ssh(lab, 'cmp2', typed)).exitCode).toBe(0)
    const verdict = await runFor('verify', inventory, 'cmp2')
    expect(verdict.check('container')).toMatchObject({ state: 'failed', kind: 'container-missing' })
  })
})
