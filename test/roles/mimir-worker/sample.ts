import type { Evidence } from '../../../roles/mimir-worker/checks/evidence.ts'
import type { RolloutPolicy } from '../../../roles/mimir-worker/fleet/fleet.ts'
import { type Generation, renderGeneration } from '../../../roles/mimir-worker/generation/generation.ts'
import type { ManifestSource } from '../../../roles/mimir-worker/generation/rejected-keys.ts'
import type { Arrival } from '../../../roles/mimir-worker/mimir/arrival.ts'
import type { Completeness } from '../../../roles/mimir-worker/mimir/completeness.ts'
import type { Container, Facts, WorkerAnswers } from '../../../roles/mimir-worker/node/facts.ts'
import { REMOTE_WRITE } from '../../../roles/mimir-worker/worker/defaults.ts'
import type { LocalImage } from '../../../roles/mimir-worker/worker/image.ts'
import type { Listen, WorkerSettings, WorkerVars } from '../../../roles/mimir-worker/worker/vars.ts'
import type { MimirHistory } from '../../../src/mimir/mimir.ts'
import { CHECKS } from '../../../src/model/check.ts'
import { success } from '../../../src/model/result.ts'
import { safeLine } from '../../../src/values/safe-text.ts'

/** The chain of a manifest that names no Grafana. */
export const PLAIN_CHAIN = CHECKS.filter((check) => check !== 'grafana')

/** A manifest that has no wish of its own for the worker. */
export const NOTHING_WRITTEN: ManifestSource = {
  worker: { labels: {}, exporters: {} },
  positionOf: () => ({ file: 'inventory.yml', line: 1, column: 1 }),
}

/** Settings as a small manifest gives them. */
export const SETTINGS: WorkerSettings & { readonly listen: Listen } = {
  directory: '/opt/mimir-worker',
  image: 'registry.example/prom/prometheus:v2.53.3',
  listen: { host: '127.0.0.1', port: 9091 },
  mode: 'server',
  retention: '2h',
  jobNames: 'guide',
  remoteWrite: REMOTE_WRITE,
  extraScrapeConfigs: [],
  labels: { cluster: 'openstack', environment: 'worker' },
  pushUrl: 'http://10.0.0.5:9009/api/v1/push',
  tenant: 'openstack',
}

/** All at once, and what fails goes back. */
export const POLICY: RolloutPolicy = {
  sizes: [{ percent: 100 }],
  maxFailures: { percent: 10 },
  rollback: 'batch',
  soak: 0,
  order: [],
  exclusive: [],
  autoRevertAfter: 1000,
  drain: 30_000,
  pulls: 20,
  serviceDown: 'warning',
}

/** A Mimir that never heard of a process before the present one. */
export const NO_HISTORY: MimirHistory = async () => Promise.resolve(success([]))

export const VARS: WorkerVars = {
  ...SETTINGS,
  node: 'cmp1',
  jobs: [
    {
      name: 'prometheus-worker',
      exporter: 'self',
      target: '127.0.0.1:9091',
      url: 'http://127.0.0.1:9091/metrics',
      scheme: 'http',
      path: '/metrics',
      interval: '30s',
      sentinel: 'process_start_time_seconds',
    },
    {
      name: 'openstack-node-exporter',
      exporter: 'node_exporter',
      target: '10.0.0.12:9100',
      url: 'http://10.0.0.12:9100/metrics',
      scheme: 'http',
      path: '/metrics',
      interval: '30s',
      sentinel: 'node_uname_info',
    },
    {
      name: 'openstack-exporter',
      exporter: 'openstack_exporter',
      target: '[2001:db8::12]:9198',
      url: 'http://[2001:db8::12]:9198/metrics',
      scheme: 'http',
      path: '/metrics',
      interval: '60s',
      timeout: '45s',
      honorLabels: true,
      sentinel: 'openstack_nova_up',
    },
  ],
}

export const GENERATION: Generation = renderGeneration(VARS)

const IMAGE = 'sha256:aa11'

/** The image of the sample settings, as an engine has it that loaded it from a file. */
export const LOCAL_IMAGE: LocalImage = {
  reference: 'registry.example/prom/prometheus:v2.53.3',
  digests: [],
  id: IMAGE,
}
const STARTED = 1_700_000_000

/** What `configuration` of Prometheus answers for a file: here, the file itself, which is what it must mean. */
export function loadedConfig(generation: Generation): string {
  return generation.files.find(({ path }) => path === 'prometheus.yml')?.text ?? ''
}

export function worker(changes: Partial<WorkerAnswers> = {}): WorkerAnswers {
  return {
    connectionError: undefined,
    startTime: STARTED + 1,
    reloadSuccessful: true,
    reloadedAt: STARTED + 1.5,
    flags: {
      'config.file': '/etc/mimir-worker/current/prometheus.yml',
      'web.listen-address': '127.0.0.1:9091',
    },
    config: loadedConfig(GENERATION),
    targets: VARS.jobs.map(({ name, url }) => ({
      job: name,
      url,
      health: 'up',
      error: safeLine(''),
      lastScrape: STARTED + 20,
    })),
    samples: [
      { metric: 'prometheus_remote_storage_samples_failed_total', labels: { url: VARS.pushUrl }, value: 0 },
      { metric: 'prometheus_remote_storage_samples_total', labels: { url: VARS.pushUrl }, value: 900 },
      { metric: 'prometheus_remote_storage_highest_timestamp_in_seconds', labels: {}, value: STARTED + 28 },
      {
        metric: 'prometheus_remote_storage_queue_highest_sent_timestamp_seconds',
        labels: { url: VARS.pushUrl },
        value: STARTED + 27,
      },
    ],
    ...changes,
  }
}

/** A node on which all is as it should be, thirty seconds after its worker was started. */
export function facts(changes: Partial<Facts> = {}): Facts {
  const sums = new Map(GENERATION.files.map(({ path, sha256 }) => [path, sha256]))
  return {
    now: STARTED + 30,
    engine: { state: 'up' },
    addresses: ['10.0.0.12'],
    interfaces: [],
    listeners: [],
    containers: undefined,
    container: {
      id: 'c1',
      image: IMAGE,
      restarts: 0,
      status: 'running',
      exitCode: 0,
      startedAt: STARTED,
      health: 'healthy',
      labels: {
        'com.docker.compose.project': 'mimir-worker',
        'kolla-mimir.container': GENERATION.container,
      },
      log: '',
    },
    images: [LOCAL_IMAGE],
    files: {
      current: GENERATION.name,
      swappedAt: STARTED - 1,
      links: ['current/docker-compose.yml', 'current/prometheus.yml'],
      jobs: VARS.jobs.map(({ name }) => name),
      onDisk: sums,
      seenByProcess: sums,
    },
    worker: worker(),
    ...changes,
  }
}

/** The container of the sample, with changes. */
export function container(changes: Partial<Container> = {}): Container {
  const running = facts().container
  if (running === undefined) throw new Error('the sample has a container')
  return { ...running, ...changes }
}

/** What Mimir has of a node whose worker is the sample's. */
export function arrived(changes: Partial<Exclude<Arrival, { queryError: unknown }>> = {}): Arrival {
  const sentinels = new Map(VARS.jobs.map(({ name }) => [name, STARTED + 20]))
  return {
    processStart: STARTED + 1,
    reloadedAt: STARTED + 1.5,
    sentinels,
    senders: { processes: 1, jumps: 0, starts: [STARTED + 1, STARTED + 1] },
    services: { down: [] },
    control: { tenant: 'another', processStart: undefined },
    ...changes,
  }
}

/** All series and three scrapes of each job of the sample's worker. */
export function complete(
  changes: Partial<Exclude<Completeness, { queryError: unknown }>> = {},
): Completeness {
  const byJob = <T>(value: (interval: number) => T): Map<string, T> =>
    new Map(VARS.jobs.map(({ name, interval }) => [name, value(Number.parseInt(interval, 10))]))
  return {
    series: byJob(() => ({ scraped: 100, held: 100 })),
    scrapes: byJob((interval) => [[0, 1, 2].map((scrape) => STARTED + 2 + scrape * interval)]),
    since: byJob((interval) => 4.5 * interval + 15),
    ...changes,
  }
}

/** A look at which every check passes, with changes. */
export function evidence(changes: Partial<Evidence> = {}): Evidence {
  return {
    vars: VARS,
    generation: GENERATION,
    project: 'mimir-worker',
    facts: facts(),
    previous: undefined,
    arrival: arrived(),
    completeness: complete(),
    starts: new Map([['cmp1', STARTED + 1]]),
    serviceDown: 'warning',
    ...changes,
  }
}
