import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { WordedPrecheck } from '../../src/report/prechecks/json.ts'
import { mend, skew } from '../lab/faults/faults.ts'
import { down, type Lab, up } from '../lab/lab/lab.ts'
import { machineNamed } from '../lab/lab/machines.ts'
import { on } from '../lab/lab/observe.ts'
import { runInside } from '../lab/machine/machine.ts'
import { setFault } from '../lab/machine/service-machines.ts'
import { kollaFolder } from '../support/kolla-folder.ts'
import { manifest } from '../support/manifest.ts'
import { type Ended, outcomeOf, prechecks, resultOf } from './run.ts'

const NAME = 'guide'

let lab: Lab

beforeAll(async () => {
  lab = await up({ name: NAME })
})
afterAll(async () => down(NAME))

/** What of a node is red: `exporter cadvisor exporter-silent`. */
function reds({ report }: Ended, node: string): string[] {
  const results = report.nodes.find((one) => one.node === node)?.results ?? []
  return results
    .filter(({ state }) => state === 'failed')
    .map(({ precheck, subject, finding }) =>
      [precheck, subject, finding.kind, causeOf(finding)].filter(Boolean).join(' '),
    )
}

/** A failure that no test expects is told in its own words. */
function causeOf(finding: WordedPrecheck['finding']): string | undefined {
  return finding.kind === 'failure' ? JSON.stringify(finding) : undefined
}

describe('of all that the guide wants to run', () => {
  const WRONG = 'of-another-cloud-4711'
  const asking = { worker: { exporters: { prometheus_server: { enabled: true } } } }

  it.each([
    ['node_exporter', 9100, []],
    ['cadvisor', 18080, []],
    ['mysqld_exporter', 9104, []],
    ['memcached_exporter', 9150, []],
    ['openstack_exporter', 9198, []],
    ['blackbox_exporter', 9115, ['exporter blackbox_probes exporter-silent']],
    // Kolla has it probed.
    ['prometheus_server', 9091, ['exporter blackbox_probes watched-down']],
  ])(
    '%s is red by its name when it is stopped, and nothing but its probes is',
    async (exporter, port, probes) => {
      const container = exporter === 'prometheus_server' ? exporter : `prometheus_${exporter}`
      await on(lab, 'ctl1', `docker stop -t 2 ${container}`)
      const stopped = await prechecks(await manifest(lab, 'all-seven', asking), '--limit', 'ctl1')
      await on(lab, 'ctl1', `docker start ${container}; ${listening(port)}`)
      expect(reds(stopped, 'ctl1').sort()).toEqual(
        ['containers containers-not-running', `exporter ${exporter} exporter-silent`, ...probes].sort(),
      )
      expect(resultOf(stopped, 'ctl1', 'containers').message).toMatch(
        new RegExp(`${container} [(]Exited`, 'u'),
      )
      expect(stopped.exitCode).toBe(1)
    },
  )

  it('one that hangs is red as well, though its container is up', async () => {
    await on(lab, 'ctl1', 'docker pause prometheus_openstack_exporter')
    const ended = await prechecks(await manifest(lab, 'hanging'), '--limit', 'ctl1')
    await on(lab, 'ctl1', 'docker unpause prometheus_openstack_exporter')
    expect(reds(ended, 'ctl1')).toEqual([
      'containers containers-not-running',
      'exporter openstack_exporter exporter-silent',
    ])
    const { finding } = resultOf(ended, 'ctl1', 'exporter', 'openstack_exporter')
    expect(finding).toMatchObject({ silence: 'timed-out' })
  })

  it("Kolla's server is red where it is asked for with another password than its own", async () => {
    const configdir = await kollaFolder(lab, 'stranger', {
      'passwords.yml': (text) => text.replace(/^prometheus_password: .*$/mu, `prometheus_password: ${WRONG}`),
    })
    const ended = await prechecks(
      await manifest(lab, 'stranger', { ...asking, kolla: { configdir } }),
      '--limit',
      'ctl1',
    )
    expect(reds(ended, 'ctl1')).toEqual(['exporter prometheus_server exporter-refused'])
    expect(resultOf(ended, 'ctl1', 'exporter', 'prometheus_server').finding).toMatchObject({ status: 401 })
    for (const secret of [WRONG, Buffer.from(`admin:${WRONG}`).toString('base64')])
      expect(JSON.stringify(ended.report) + ended.stderr).not.toContain(secret)
  })

  it('all are green when they run, and nothing at all is red', async () => {
    const ended = await prechecks(await manifest(lab, 'all-seven', asking), '--limit', 'ctl1')
    expect(reds(ended, 'ctl1')).toEqual([])
    expect(outcomeOf(ended, 'ctl1', 'exporter', 'prometheus_server')).toBe('passed good')
    expect(ended.exitCode).toBe(0)
  })
})

/** Waits, on the node, until something listens on a port. */
function listening(port: number): string {
  return `timeout 20 sh -c 'until ss -ltnH | grep -q :${port}; do sleep 0.1; done'`
}

describe('where clock, engine and compose are broken', () => {
  const PLUGIN = '/usr/libexec/docker/cli-plugins/docker-compose'
  let broken: Ended

  beforeAll(async () => {
    await skew(lab, 'cmp1', 3600)
    await on(lab, 'cmp1', `mv ${PLUGIN} /root/compose; printf '\\177ELF' >${PLUGIN}; chmod 755 ${PLUGIN}`)
    await skew(lab, 'cmp2', -90)
    await on(lab, 'cmp2', 'mv /usr/bin/docker /root/docker')
    broken = await prechecks(await manifest(lab, 'broken'), '--limit', 'compute')
  })
  afterAll(async () => {
    await on(lab, 'cmp1', `mv /root/compose ${PLUGIN}`)
    await on(lab, 'cmp2', 'mv /root/docker /usr/bin/docker')
    await mend(lab)
  })

  it('a clock an hour ahead and one that is behind are red, by how much', () => {
    expect(resultOf(broken, 'cmp1', 'clock').message).toMatch(/is (?:3599|3600) s ahead of this machine's/u)
    expect(resultOf(broken, 'cmp2', 'clock').message).toMatch(/is (?:89|90) s behind this machine's/u)
  })

  it('neither clock keeps the sample from the master, which has the time of this machine', () => {
    for (const node of ['cmp1', 'cmp2'])
      expect([node, outcomeOf(broken, node, 'read-back')]).toEqual([node, 'passed good'])
  })

  it('a plugin that cannot be run is told from one that is missing', async () => {
    expect(outcomeOf(broken, 'cmp1', 'compose')).toBe('failed compose-broken')
    expect(resultOf(broken, 'cmp1', 'compose').message).toContain('exec format error')
    await on(lab, 'cmp1', `rm ${PLUGIN}`)
    const missing = await prechecks(await manifest(lab, 'missing'), '--limit', 'cmp1')
    expect(outcomeOf(missing, 'cmp1', 'compose')).toBe('failed compose-missing')
  })

  it('a node without Docker is told as that, and the rest of it is looked at', () => {
    expect(outcomeOf(broken, 'cmp2', 'engine')).toBe('failed engine-missing')
    expect(outcomeOf(broken, 'cmp2', 'containers')).toBe('skipped not-reached')
    expect(outcomeOf(broken, 'cmp2', 'exporter', 'node_exporter')).toBe('passed good')
  })
})

describe("as Kolla's user, who is root by sudo", () => {
  const asKolla = { ssh: { user: 'kolla' } }

  afterAll(async () => {
    await runInside(machineNamed(lab, 'cmp2'), ['/usr/sbin/sshd'])
    await on(lab, 'cmp1', `echo 'kolla ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/kolla`)
    await on(lab, 'ctl1', 'mv /home/kolla/.ssh/aside /home/kolla/.ssh/authorized_keys')
  })

  it('every node is ready, and what only root may see is seen', async () => {
    const ended = await prechecks(await manifest(lab, 'kolla-user', asKolla))
    expect(ended.report.totals).toEqual({ nodes: 3, ready: 3, failed: 0, interrupted: 0 })
    expect(resultOf(ended, 'cmp1', 'login').message).toMatch(/as kolla@[\d.]+:22, sudo$/u)
  })

  it('sudo that asks, a key that is not taken and an sshd that is down are each told on their node', async () => {
    await on(lab, 'cmp1', `echo 'kolla ALL=(ALL) ALL' >/etc/sudoers.d/kolla`)
    await on(lab, 'cmp2', 'kill $(cat /run/sshd.pid)')
    await on(lab, 'ctl1', 'mv /home/kolla/.ssh/authorized_keys /home/kolla/.ssh/aside')
    const ended = await prechecks(await manifest(lab, 'kolla-user', asKolla))
    expect(outcomeOf(ended, 'cmp1', 'login')).toBe('failed sudo-refused')
    expect(resultOf(ended, 'cmp1', 'login').remedy).toContain('NOPASSWD')
    expect(resultOf(ended, 'cmp2', 'login').finding).toMatchObject({
      failure: { reason: 'ssh-unreachable', cause: 'refused' },
    })
    expect(outcomeOf(ended, 'ctl1', 'login')).toBe('failed ssh-authentication')
    expect(ended.exitCode).toBe(1)
  })
})

describe('where the master', () => {
  afterEach(async () => setFault(lab.masterUrl, {}))

  it('takes connections and never answers, nothing is pushed', async () => {
    await setFault(lab.masterUrl, { blackHole: true })
    const ended = await prechecks(await manifest(lab, 'silent'), '--limit', 'cmp2')
    expect(reds(ended, 'cmp2')).toEqual(['mimir mimir-unreachable'])
    expect(resultOf(ended, 'cmp2', 'mimir').finding).toMatchObject({ silence: 'timed-out' })
    expect(outcomeOf(ended, 'cmp2', 'push')).toBe('skipped not-reached')
  })

  it('is starting, that is told beside what it does with the sample', async () => {
    await setFault(lab.masterUrl, { ready: false })
    const ended = await prechecks(await manifest(lab, 'starting'), '--limit', 'cmp1')
    expect(reds(ended, 'cmp1')).toEqual(['mimir mimir-not-ready'])
    expect(outcomeOf(ended, 'cmp1', 'push')).toBe('passed good')
  })

  it('answers 400, its own words say to which label', async () => {
    const wishes = { worker: { labels: { rack: 'r'.repeat(5000) } } }
    const ended = await prechecks(await manifest(lab, 'label', wishes), '--limit', 'cmp2')
    expect(resultOf(ended, 'cmp2', 'push').finding).toMatchObject({ status: 400, cause: 'labels' })
    expect(resultOf(ended, 'cmp2', 'push').message).toContain("the limit of 4096, label: 'rack'")
  })
})

describe('where rules of the node drop', () => {
  const RULE = 'OUTPUT -p tcp --dport 9091 -j DROP'
  afterAll(async () => on(lab, 'ctl1', `iptables -D ${RULE}`))

  it("what goes to the worker's port, they are told although the master is reached", async () => {
    await on(lab, 'ctl1', `iptables -A ${RULE}`)
    const ended = await prechecks(await manifest(lab, 'rule'), '--limit', 'ctl1')
    expect(outcomeOf(ended, 'ctl1', 'firewall')).toBe('passed firewall-drops')
    expect(resultOf(ended, 'ctl1', 'firewall').message).toContain('--dport 9091 -j DROP')
  })
})
