import type { Exporter } from '../../../src/kolla/releases/exporter.ts'
import type { WrittenLimits } from '../../../src/manifest/schema/written.ts'
import { endpoint } from '../../../src/values/endpoint.ts'
import type { Secret } from '../../../src/values/secret.ts'
import { DEFAULTS } from '../worker/defaults.ts'
import type { Filter, Job, Listen, WorkerVars } from '../worker/vars.ts'
import { INTERVALS } from './intervals.ts'
import { probesOf } from './probes.ts'
import { jobUrl } from './scrape-url.ts'

/** What Kolla and the manifest say of one node, before it is observed. */
export interface Expectation {
  readonly node: string
  /** Interface that carries the API address, or a fact of the default route: see programs/observe.sh. Undefined where `address` is given. */
  readonly apiInterface: string | undefined
  /** The address that exporters bind, where the operator wrote it down (api_interface_address). */
  readonly address: string | undefined
  readonly family: 'ipv4' | 'ipv6'
  readonly exporters: readonly ExpectedExporter[]
  /** What the manifest has for this node otherwise than for all. */
  readonly settings?: Partial<Pick<WorkerVars, 'remoteWrite' | 'scrapeInterval'>>
}

/** An exporter that a node has, with all that is known of it before the node is observed. */
export interface ExpectedExporter {
  readonly exporter: Exporter
  /** 0 for a list of endpoints that has no exporter of Kolla's. */
  readonly port: number
  readonly scheme: 'http' | 'https'
  readonly interval: string
  readonly timeout?: string
  /** What is scraped in its place: `service:module:url` for probes, else `host:port`. */
  readonly endpoints?: readonly string[]
  /** Labels of some of these, by address. */
  readonly endpointLabels?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly password?: Secret
  readonly filter?: Filter
  readonly limits?: WrittenLimits
  /** The cloud's internal address, where it is scraped through that and not on the node. */
  readonly vip?: string
}

/** An exporter and the address where it is scraped. */
export interface Placed {
  readonly expected: ExpectedExporter
  readonly at: Listen
}

type JobSettings = Pick<WorkerVars, 'listen' | 'scrapeInterval' | 'jobNames'>

/** The jobs of one node's worker: its own metrics, and each exporter that it is to scrape. */
export function jobsOf(placed: readonly Placed[], settings: JobSettings): Job[] {
  return [selfJob(settings), ...placed.flatMap((exporter) => exporterJobs(exporter, settings))]
}

/** The name of an exporter's job. */
export function jobName(exporter: Exporter, { jobNames }: Pick<WorkerVars, 'jobNames'>): string {
  return jobNames === 'kolla' ? exporter.kollaJob : exporter.job
}

function selfJob(settings: JobSettings): Job {
  return withUrl({
    name: DEFAULTS.selfJob,
    exporter: 'self',
    target: endpoint(settings.listen),
    scheme: 'http',
    path: '/metrics',
    interval: settings.scrapeInterval ?? INTERVALS.important,
    sentinel: 'process_start_time_seconds',
  })
}

/** An exporter's job, or one for each of its endpoints. */
export function exporterJobs({ expected, at }: Placed, settings: Pick<WorkerVars, 'jobNames'>): Job[] {
  const { exporter, endpoints, scheme, interval, timeout, password, filter, limits } = expected
  const job = {
    name: jobName(exporter, settings),
    exporter: exporter.name,
    target: endpoint(at),
    scheme,
    path: '/metrics',
    interval,
    ...(timeout === undefined ? {} : { timeout }),
    ...(exporter.honorLabels ? { honorLabels: true as const } : {}),
    ...(password === undefined ? {} : { login: { username: 'admin', password } }),
    ...(filter === undefined ? {} : { filter }),
    ...(limits === undefined ? {} : { limits }),
    sentinel: exporter.sentinel,
  }
  if (exporter.endpoints === undefined) return [withUrl(job)]
  if (exporter.endpoints.kind === 'addresses')
    return (endpoints ?? []).map((target) => withUrl({ ...job, target, ...addressLabels(target, expected) }))
  return probesOf(endpoints ?? []).probes.map(({ service, module, url }) =>
    withUrl({
      ...job,
      path: '/probe',
      instance: url,
      labels: { service, module, __param_module: module, __param_target: url },
    }),
  )
}

function addressLabels(
  target: string,
  { endpointLabels }: ExpectedExporter,
): Pick<Job, 'instance' | 'labels'> {
  const { instance = target, ...labels } = endpointLabels?.[target] ?? {}
  return { instance, ...(Object.keys(labels).length === 0 ? {} : { labels }) }
}

function withUrl(job: Omit<Job, 'url'>): Job {
  return { ...job, url: jobUrl(job) }
}
