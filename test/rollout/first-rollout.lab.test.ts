import { beforeAll, describe, expect, it } from 'vitest'
import type { Lab } from '../lab/lab/lab.ts'
import { on } from '../lab/lab/observe.ts'
import { ssh } from '../lab/lab/ssh.ts'
import { fleet, stripAll } from '../support/fleet.ts'
import { manifest, OTHER_TENANT, TENANT } from '../support/manifest.ts'
import { nodesWith, pullsSince, query } from '../support/mimir.ts'
import {
  inspectWorkers,
  kollaOf,
  layoutOf,
  type NodeSnapshot,
  snapshotIn,
  takeSnapshots,
  workerOf,
} from '../support/on-nodes.ts'
import {
  nodeOf,
  outcome,
  outcomeOf,
  type RunResult,
  reportOf,
  rollout,
  stderrIncludes,
} from '../support/run.ts'

const NODES = ['cmp1', 'cmp2', 'cmp3', 'ctl1']

/** Those of a manifest that names no Grafana. */
const CHECKS = [
  'container',
  'identity',
  'configuration',
  'targets',
  'sending',
  'arrival',
  'isolation',
  'fleet',
]

let lab: Lab
let inventory: string

beforeAll(async () => {
  lab = await fleet()
  await stripAll(lab)
  inventory = await manifest(lab, 'first')
})

describe('the first rollout on a fresh fleet', () => {
  let began: number
  let before: Map<string, NodeSnapshot>
  let after: Map<string, NodeSnapshot>
  let run: RunResult

  beforeAll(async () => {
    before = await takeSnapshots(lab)
    began = Date.now() / 1000
    run = await rollout(inventory, '--output', 'json')
    after = await takeSnapshots(lab)
  })

  it('ends with 0, every node verified by every check', () => {
    const report = reportOf(run)
    expect(outcomeOf(run)).toEqual(
      outcome(0, Object.fromEntries(NODES.map((node) => [node, 'verified first-install']))),
    )
    for (const node of NODES) {
      expect(nodeOf(report, node).checks.map(({ check, state }) => `${check} ${state}`)).toEqual(
        CHECKS.map((check) => `${check} passed`),
      )
    }
    expect(report.totals).toEqual({
      nodes: 4,
      verified: 4,
      failed: 0,
      'rolled-back': 0,
      untouched: 0,
      interrupted: 0,
    })
  })

  it('tells people the same on stderr: a line a node, and the totals', () => {
    const passed = `${CHECKS.length}/${CHECKS.length}`
    for (const node of NODES)
      expect(run.stderr).toMatch(new RegExp(`^✓ ${node} +first-install +${passed} `, 'mu'))
    expect(stderrIncludes(run, '4 nodes: 4 verified, 0 failed')).toBe(true)
  })

  it('brought workers to nodes with docker-compose v1 and with the v2 plugin, with curl and without', async () => {
    const tools = 'docker compose version; docker-compose version --short; command -v curl wget'
    const [v2, v1] = await Promise.all([ssh(lab, 'cmp1', tools), ssh(lab, 'cmp2', tools)])
    expect(v2.stdout).toMatch(/ v?2\..*\n.*curl\n.*wget\n$/u)
    expect(v1.stdout).toBe('1.29.2\n')
    for (const node of ['cmp1', 'cmp2']) expect(workerOf(snapshotIn(after, node))).toContain(' running ')
  })

  it("left on each node the guide's container, from the manifest's image, with the directory mounted", async () => {
    const shape = '{{.State.Status}} {{.RestartCount}} {{.Config.Image}} {{.HostConfig.NetworkMode}}'
    const mounts = '{{range .Mounts}} {{.Type}} {{.Destination}} {{.RW}}{{end}}'
    for (const found of (await inspectWorkers(lab, shape + mounts)).values()) {
      // The name of the manifest, pinned to what it stood for.
      expect(found).toMatch(/^running 0 registry\.lab\/prom\/prometheus@sha256:[0-9a-f]{64} host /u)
      expect(found).toContain(' bind /etc/mimir-worker false')
      expect(found).toContain(' volume /prometheus true')
    }
  })

  const suiteOf = (name: string): string | undefined => lab.nodes.find((node) => node.name === name)?.suite

  it('left files below relative links, readable by the worker, and nothing else', () => {
    for (const node of NODES) {
      const { generation } = nodeOf(reportOf(run), node)
      expect(layoutOf(snapshotIn(after, node))).toEqual([
        '/opt/mimir-worker d 755 root:root',
        '/opt/mimir-worker/.lock f 644 root:root',
        // docker-compose 1.29 wants a file to read its environment from.
        ...(suiteOf(node) === 'bookworm' ? ['/opt/mimir-worker/.no-env f 644 root:root'] : []),
        `/opt/mimir-worker/current l 777 root:root -> releases/${generation}`,
        '/opt/mimir-worker/docker-compose.yml l 777 root:root -> current/docker-compose.yml',
        '/opt/mimir-worker/history f 644 root:root',
        '/opt/mimir-worker/journal f 644 root:root',
        '/opt/mimir-worker/lease f 644 root:root',
        '/opt/mimir-worker/openstack-worker-prometheus.yml l 777 root:root -> current/prometheus.yml',
        '/opt/mimir-worker/releases d 755 root:root',
        `/opt/mimir-worker/releases/${generation} d 755 root:root`,
        `/opt/mimir-worker/releases/${generation}/docker-compose.yml f 644 root:nogroup`,
        `/opt/mimir-worker/releases/${generation}/generation.json f 644 root:nogroup`,
        `/opt/mimir-worker/releases/${generation}/prometheus.yml f 644 root:nogroup`,
      ])
    }
  })

  it("keeps the guide's commands working in that directory", async () => {
    const ps = (compose: string): string => `cd /opt/mimir-worker && ${compose} ps`
    for (const output of [on(lab, 'cmp1', ps('docker compose')), on(lab, 'cmp2', ps('docker-compose'))]) {
      expect(await output).toMatch(/openstack-worker-prometheus.* Up /u)
    }
  })

  it('listens on 127.0.0.1:9091 and on no other address more than before', () => {
    for (const node of NODES) {
      const earlier = snapshotIn(before, node).listening
      const added = snapshotIn(after, node).listening.filter((socket) => !earlier.includes(socket))
      expect(added).toEqual(['127.0.0.1:9091'])
    }
  })

  it("touched nothing of Kolla's: containers and their start, images, networks, files, ports", () => {
    for (const node of NODES) {
      expect(snapshotIn(before, node).containers.length).toBe(node === 'ctl1' ? 9 : 2)
      expect(kollaOf(snapshotIn(after, node))).toEqual(kollaOf(snapshotIn(before, node)))
    }
  })

  it('brought every exporter family into the tenant, under the names of the nodes that have it', async () => {
    const families = {
      up: NODES,
      node_uname_info: NODES,
      cadvisor_version_info: NODES,
      container_last_seen: NODES,
      prometheus_build_info: NODES,
      mysql_up: ['ctl1'],
      memcached_up: ['ctl1'],
      openstack_nova_up: ['ctl1'],
      blackbox_exporter_build_info: ['ctl1'],
      probe_success: ['ctl1'],
    }
    for (const [metric, nodes] of Object.entries(families)) {
      expect([metric, await nodesWith(lab, metric, began)]).toEqual([metric, nodes])
    }
    const named = await query(lab, TENANT, `node_uname_info and timestamp(node_uname_info) > ${began}`)
    expect(named.map(({ labels }) => labels['nodename'] === labels['node'])).toEqual(NODES.map(() => true))
    expect(await query(lab, TENANT, `(up == 0) and timestamp(up) > ${began}`)).toEqual([])
  })

  it('brought the samples of the processes that run now', async () => {
    for (const [node, started] of await inspectWorkers(lab, '{{.State.StartedAt}}')) {
      const self = `process_start_time_seconds{job="prometheus-worker",node="${node}"}`
      const [series] = await query(lab, TENANT, self)
      expect(Math.abs((series?.value ?? 0) - Date.parse(started) / 1000)).toBeLessThan(5)
    }
  })

  it('brought nothing into another tenant', async () => {
    expect(await query(lab, OTHER_TENANT, '{__name__=~".+"}')).toEqual([])
  })
})

describe('the second rollout', () => {
  let before: Map<string, NodeSnapshot>
  let began: Date
  let run: RunResult

  beforeAll(async () => {
    before = await takeSnapshots(lab)
    began = new Date()
    run = await rollout(inventory, '--output', 'json')
  })

  it('ends with 0 and says that nothing was changed', () => {
    expect(outcomeOf(run)).toEqual(
      outcome(0, Object.fromEntries(NODES.map((node) => [node, 'verified noop']))),
    )
    expect(stderrIncludes(run, 'Nothing changed: every node is already up to date.')).toBe(true)
  })

  it('changed no inode, no time of a file, no container, no image, no network and no volume', async () => {
    expect(await takeSnapshots(lab)).toEqual(before)
  })

  it('asked nothing of the registry', async () => {
    expect(await pullsSince(lab, began)).toEqual([])
  })
})
