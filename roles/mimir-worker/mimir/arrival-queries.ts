import type { Mimir, MimirQueryError, VectorRow } from '../../../src/mimir/mimir.ts'
import type { Result } from '../../../src/model/result.ts'
import { moment } from '../node/facts.ts'
import type { Arrival, Control, Senders } from './arrival.ts'
import { queryDown, type UpMetrics } from './down-services.ts'
import { selfSeries } from './selectors.ts'

export interface ArrivalQuery {
  readonly tenant: string
  /** A tenant that must not see the workers; undefined where the operator forbade to ask. */
  readonly otherTenant: string | undefined
  /** External labels that all workers of this cloud carry. */
  readonly cluster: string
  /** The metric that proves the arrival of each job, over all jobs of all nodes; each pair once. */
  readonly sentinels: readonly Sentinel[]
  /** The jobs that say of themselves whether what they watch is up; each once. */
  readonly upMetrics: readonly UpMetrics[]
  /** Seconds within which every worker that runs has sent itself at least twice. */
  readonly window: number
  /** Seconds in which every job is scraped and sent once more: what was not refused for so long is taken again. */
  readonly round: number
}

export interface Sentinel {
  readonly job: string
  readonly metric: string
}

/** Where a family has a series for each of many things, the query selects one of them that is always there. */
const ONE_OF_MANY: Readonly<Record<string, string>> = { container_last_seen: 'id="/"' }

type ArrivalAnswer = Result<VectorRow[], MimirQueryError>

/** Queries Mimir once for the arrival of the whole fleet: seven queries at the most, however many nodes. Node name → arrival. */
export async function queryMimir(
  mimir: Mimir,
  query: ArrivalQuery,
  signal: AbortSignal,
): Promise<(node: string) => Arrival> {
  const { tenant, otherTenant } = query
  const run = async (expression: string): Promise<ArrivalAnswer> => mimir(tenant, expression, signal)
  const [starts, reloads, sentinels, senders, refused, services] = await Promise.all([
    run(startsOf(query)),
    run(reloadsOf(query)),
    run(sentinelsOf(query)),
    run(sendersOf(query)),
    run(refusalsOf(query)),
    queryDown(run, query.cluster, query.upMetrics),
  ])
  if (!starts.ok) return () => ({ queryError: starts.failure })
  if (!reloads.ok) return () => ({ queryError: reloads.failure })
  if (!sentinels.ok) return () => ({ queryError: sentinels.failure })
  // Last, so that what the tenant has was stored before the other tenant is queried.
  const control = otherTenant === undefined ? undefined : await mimir(otherTenant, startsOf(query), signal)
  const startOf = byNode(times(starts.value))
  const reloadOf = byNode(times(reloads.value))
  const sentinelOf = byNodeAnd('job', times(sentinels.value))
  const sendersBy = sendersByNode(senders)
  const refusalsBy = refusalsByNode(refused, query.round)
  const controlBy = controlByNode(otherTenant ?? '', control)
  return (node) => ({
    processStart: startOf.get(node),
    reloadedAt: reloadOf.get(node),
    sentinels: sentinelOf.get(node) ?? new Map(),
    senders: sendersBy(node),
    ...refusalsBy(node),
    services: services(node),
    control: controlBy(node),
  })
}

function labels({ cluster }: ArrivalQuery): string {
  return `cluster=${JSON.stringify(cluster)}`
}

/** Since when each node's worker runs; Grafana and the other tenant get the same query. */
export function startsOf(query: ArrivalQuery): string {
  return `max by (node) (${selfSeries('process_start_time_seconds', query.cluster)})`
}

function reloadsOf(query: ArrivalQuery): string {
  return `max by (node) (${selfSeries('prometheus_config_last_reload_success_timestamp_seconds', query.cluster)})`
}

/**
 * One selector for all sentinels would not do: `timestamp` drops the name, and two metrics of one target, such as
 * mysql_up and process_start_time_seconds, then have the same labels, which is an error of the whole query.
 */
function sentinelsOf(query: ArrivalQuery): string {
  return query.sentinels
    .map(({ job, metric }) => {
      const one = ONE_OF_MANY[metric]
      const matchers = [labels(query), `job=${JSON.stringify(job)}`, ...(one === undefined ? [] : [one])]
      return `max by (node, job) (timestamp(${metric}{${matchers.join(',')}}))`
    })
    .join(' or ')
}

/**
 * Who sends under each node's name. The start of one machine's worker only ever grows: where it decreased, two
 * machines write into one series, though nothing reports an error.
 */
function sendersOf(query: ArrivalQuery): string {
  const starts = `${selfSeries('process_start_time_seconds', query.cluster)}[${query.window}s]`
  const parts = {
    processes: `count by (node) (count_values by (node) ("start", last_over_time(${starts})))`,
    jumps: `max by (node) (resets(${starts}))`,
    oldest: `min by (node) (min_over_time(${starts}))`,
    newest: `max by (node) (max_over_time(${starts}))`,
  }
  return Object.entries(parts)
    .map(([about, part]) => `label_replace(${part}, "about", "${about}", "node", ".*")`)
    .join(' or ')
}

/** What the workers count as refused, by all of their queues. */
function refusalsOf(query: ArrivalQuery): string {
  const counters = `${selfSeries('prometheus_remote_storage_samples_failed_total', query.cluster)}[${query.round}s]`
  const parts = {
    grown: `sum by (node) (increase(${counters}))`,
    latest: `sum by (node) (last_over_time(${counters}))`,
  }
  return Object.entries(parts)
    .map(([about, part]) => `label_replace(${part}, "about", "${about}", "", "")`)
    .join(' or ')
}

/** Values that are times; what a node made of them that is none counts as not there. */
function times(rows: readonly VectorRow[]): readonly VectorRow[] {
  return rows.filter(({ value }) => moment(value) !== undefined)
}

/** Node name → value. */
export function byNode(found: readonly VectorRow[]): Map<string, number> {
  return new Map(found.map(({ labels: rowLabels, value }) => [rowLabels['node'] ?? '', value]))
}

function byNodeAnd(label: string, found: readonly VectorRow[]): Map<string, Map<string, number>> {
  const nodes = new Map<string, Map<string, number>>()
  for (const { labels: rowLabels, value } of found) {
    const node = rowLabels['node'] ?? ''
    const values = nodes.get(node) ?? new Map<string, number>()
    values.set(rowLabels[label] ?? '', value)
    nodes.set(node, values)
  }
  return nodes
}

function sendersByNode(answer: ArrivalAnswer): (node: string) => Senders {
  if (!answer.ok) return () => ({ queryError: answer.failure })
  const nodes = byNodeAnd('about', answer.value)
  return (node) => {
    const values = nodes.get(node)
    const starts = [values?.get('oldest'), values?.get('newest')].filter((start) => start !== undefined)
    return { processes: values?.get('processes') ?? 0, jumps: values?.get('jumps') ?? 0, starts }
  }
}

function refusalsByNode(
  answer: ArrivalAnswer,
  window: number,
): (node: string) => Pick<Exclude<Arrival, { queryError: unknown }>, 'refusals'> {
  const nodes = answer.ok ? byNodeAnd('about', answer.value) : new Map<string, Map<string, number>>()
  return (node) => {
    const [grown, latest] = ['grown', 'latest'].map((about) => nodes.get(node)?.get(about))
    return grown === undefined || latest === undefined ? {} : { refusals: { grown, latest, window } }
  }
}

function controlByNode(
  tenant: string,
  answer: ArrivalAnswer | undefined,
): (node: string) => Control | undefined {
  if (answer === undefined) return () => undefined
  if (!answer.ok) return () => ({ tenant, queryError: answer.failure })
  const startOf = byNode(answer.value)
  return (node) => ({ tenant, processStart: startOf.get(node) })
}
