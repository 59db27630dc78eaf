import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Lab } from '../lab/lab/lab.ts'
import { nodeNamed } from '../lab/lab/machines.ts'
import { on } from '../lab/lab/observe.ts'
import { stripAll } from '../support/fleet.ts'
import { kollaFolder } from '../support/kolla-folder.ts'
import { IMAGE, manifest, TENANT } from '../support/manifest.ts'
import { nodesWith, query } from '../support/mimir.ts'
import {
  nodeOf,
  outcome,
  outcomeOf,
  type RunResult,
  reportOf,
  rollout,
  rolloutOrThrow,
  stderrIncludes,
} from '../support/run.ts'
import { all, cloud, NODES } from './cloud.ts'
import { metricsOf, servedAt, servedOn, targetsOf } from './worker.ts'

let lab: Lab

beforeAll(async () => {
  lab = await cloud()
  await stripAll(lab)
})

/**
 * Kolla's container → the guide's name of its job, and how often and how patiently it is scraped: every 30 s, as the
 * globals of this cloud say, but for what has an interval of its own in Kolla.
 */
const JOBS: Readonly<Record<string, string>> = {
  prometheus_node_exporter: 'openstack-node-exporter 30s 10s',
  prometheus_cadvisor: 'openstack-cadvisor 30s 10s',
  prometheus_mysqld_exporter: 'openstack-mysqld-exporter 30s 10s',
  prometheus_memcached_exporter: 'openstack-memcached-exporter 30s 10s',
  prometheus_openstack_exporter: 'openstack-exporter 45s 45s',
  prometheus_blackbox_exporter: 'openstack-blackbox-exporter 30s 10s',
}

const PROBES = 'openstack-blackbox-probes'

/** Of Kolla's own list of probes there is one thing in the lab: its Prometheus, at the cloud's internal address. */
function probeOfServer(vip: string): string {
  const target = encodeURIComponent(`http://${vip}:9091/-/healthy`)
  return `${PROBES} 30s 10s http://${vip}:9115/probe?module=http_2xx_prometheus&target=${target}`
}

/** What a node's worker is to scrape, after the sockets that Kolla's containers really have there. */
async function wanted(node: string): Promise<string[]> {
  const served = [...(await servedOn(lab, node))].flatMap(([container, socket]) => {
    const elsewhere = container === 'prometheus_openstack_exporter' && node !== 'ctl1'
    const job = elsewhere ? undefined : JOBS[container]
    return job === undefined ? [] : [`${job} http://${socket}/metrics`]
  })
  const probes = node === 'ctl1' ? [probeOfServer(nodeNamed(lab, node).address)] : []
  return ['prometheus-worker 30s 10s http://127.0.0.1:9091/metrics', ...served, ...probes].sort()
}

/** What it does scrape. */
async function scraped(node: string): Promise<string[]> {
  return (await targetsOf(lab, node))
    .map((one) => `${one.scrapePool} ${one.scrapeInterval} ${one.scrapeTimeout} ${one.scrapeUrl}`)
    .sort()
}

/** Prometheus is just started and asks some only once a minute. */
async function unwell(node: string): Promise<string[]> {
  const targets = await targetsOf(lab, node)
  return targets.filter(({ health }) => health !== 'up').map((one) => `${one.scrapeUrl}: ${one.lastError}`)
}

describe("with Kolla's folder and mimir.url as all that is known", () => {
  const served = new Map<string, readonly string[]>()
  let began: number
  let ended: RunResult

  beforeAll(async () => {
    for (const node of NODES)
      for (const [container, socket] of await servedOn(lab, node)) {
        const url = `http://${socket}/metrics`
        if (container in JOBS) served.set(url, await servedAt(url))
      }
    began = Date.now() / 1000
    const inventory = await manifest(lab, 'least', {
      mimir: { url: lab.masterUrl, tenant: undefined },
      ssh: { user: undefined },
      worker: { image: IMAGE, scrape_interval: undefined, remote_write: undefined, exporters: undefined },
      rollout: { deadlines: undefined },
    })
    ended = await rollout(inventory, '--output', 'json')
  })

  it('a rollout ends well, and nothing on any node disagrees', () => {
    expect(outcomeOf(ended)).toEqual(outcome(0, all('verified first-install')))
    expect(reportOf(ended).nodes.flatMap(({ differences = [] }) => differences)).toEqual([])
    expect(reportOf(ended).warnings).toEqual([])
  })

  it.each(NODES)('the jobs of %s are what its containers serve, and each is up', async (node) => {
    expect(await scraped(node)).toEqual(await wanted(node))
    expect(await unwell(node)).toEqual([])
    const own = (await targetsOf(lab, node)).filter(({ scrapePool }) => scrapePool !== PROBES)
    for (const { labels, scrapePool } of own)
      expect(labels).toEqual({ instance: node, node, job: scrapePool })
  })

  it.each(NODES)('the worker of %s has every metric that its exporters served before', async (node) => {
    const urls = [...served.keys()].filter((url) => url.includes(`//${nodeNamed(lab, node).address}:`))
    expect(urls).toHaveLength(node === 'cmp1' ? 2 : 6)
    const targets = (await targetsOf(lab, node)).filter(({ scrapeUrl }) => urls.includes(scrapeUrl))
    expect(targets).toHaveLength((await wanted(node)).filter((job) => job.endsWith('/metrics')).length - 1)
    for (const { scrapePool, scrapeUrl } of targets) {
      const known = new Set(await metricsOf(lab, node, scrapePool))
      const names = served.get(scrapeUrl) ?? []
      expect(names.length).toBeGreaterThan(10)
      expect([scrapePool, names.filter((name) => !known.has(name))]).toEqual([scrapePool, []])
    }
  })

  it("they arrive under the guide's labels, Kolla's region and the names of Kolla's inventory", async () => {
    const own = `up{job!="${PROBES}"}`
    const names = 'cluster, environment, region, node, instance'
    const series = await query(lab, TENANT, `count by (${names}) (timestamp(${own}) > ${began})`)
    const labels = { cluster: 'openstack', environment: 'worker', region: 'RegionOne' }
    expect(series).toHaveLength(NODES.length)
    for (const node of NODES)
      expect(series.map((one) => one.labels)).toContainEqual({ ...labels, node, instance: node })
  })

  it('the openstack exporter and the probes are scraped by one node of the two that run them', async () => {
    for (const metric of ['openstack_nova_up', 'probe_success'])
      expect([metric, await nodesWith(lab, metric, began)]).toEqual([metric, ['ctl1']])
  })
})

/** Gives node_exporter another port, as `kolla-ansible reconfigure` would leave the node. */
async function moveNodeExporter(node: string, port: number): Promise<void> {
  const config = '/etc/kolla/prometheus-node-exporter/config.json'
  await on(lab, node, `sed -i 's/:9[12]00/:${port}/' ${config}; docker restart -t 2 prometheus_node_exporter`)
  await on(lab, node, `timeout 20 sh -c 'until ss -ltnH | grep -q :${port}; do sleep 0.1; done'`)
}

async function nodeExporterUrl(node: string): Promise<string | undefined> {
  const targets = await targetsOf(lab, node)
  return targets.find(({ scrapePool }) => scrapePool === 'openstack-node-exporter')?.scrapeUrl
}

describe("another port in Kolla's globals.d", () => {
  const url = (node: string, port: number): string => `http://${nodeNamed(lab, node).address}:${port}/metrics`
  const sentenceOf = (expected: string, found: string): string =>
    `node_exporter on cmp1: expected ${expected}, found ${found}, used ${found}`
  let inventory: string
  let followed: RunResult
  let disagreed: RunResult

  beforeAll(async () => {
    // Frequent scrapes from here on.
    await rolloutOrThrow(await manifest(lab, 'often'))
    const globals = { 'globals.d/ports.yml': 'prometheus_node_exporter_port: "9200"\n' }
    inventory = await manifest(lab, 'port', { kolla: { configdir: await kollaFolder(lab, 'port', globals) } })
    await Promise.all(NODES.map(async (node) => moveNodeExporter(node, 9200)))
    followed = await rollout(inventory, '--output', 'json')
  })
  afterAll(async () => {
    await Promise.all(NODES.map(async (node) => moveNodeExporter(node, 9100)))
  })

  it('and on the nodes is followed by a reload, without a word of disagreement', async () => {
    expect(outcomeOf(followed)).toEqual(outcome(0, all('verified reload')))
    for (const node of NODES) {
      expect(await nodeExporterUrl(node)).toBe(url(node, 9200))
      expect(nodeOf(reportOf(followed), node).differences).toBeUndefined()
    }
    expect(reportOf(followed).warnings).toEqual([])
  })

  it('but not on one node: what listens wins there, shown as expected, found and used', async () => {
    await moveNodeExporter('cmp1', 9100)
    disagreed = await rollout(inventory, '--output', 'json')
    expect(outcomeOf(disagreed)).toEqual(outcome(0, { ...all('verified noop'), cmp1: 'verified reload' }))
    const { address } = nodeNamed(lab, 'cmp1')
    const [expected, found] = [`${address}:9200`, `${address}:9100`]
    expect(nodeOf(reportOf(disagreed), 'cmp1').differences).toEqual([
      { job: 'node_exporter', expected, found, used: found },
    ])
    expect(stderrIncludes(disagreed, `warning: ${sentenceOf(expected, found)}`)).toBe(true)
    expect(await nodeExporterUrl('cmp1')).toBe(url('cmp1', 9100))
    expect(await unwell('cmp1')).toEqual([])
  })

  it('stays told by the next run, which changes nothing', async () => {
    const again = await rollout(inventory, '--output', 'json')
    expect(outcomeOf(again)).toEqual(outcome(0, all('verified noop')))
    const { differences } = nodeOf(reportOf(again), 'cmp1')
    expect(differences).toEqual(nodeOf(reportOf(disagreed), 'cmp1').differences)
  })
})
