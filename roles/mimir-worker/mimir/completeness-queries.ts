import type { Mimir, MimirHistory, MimirQueryError, Track, VectorRow } from '../../../src/mimir/mimir.ts'
import type { Result } from '../../../src/model/result.ts'
import { groupBy } from '../../../src/values/group-by.ts'
import type { Completeness, CountedNode, SeriesCount } from './completeness.ts'
import { jobMatcher, nodeMatcher } from './selectors.ts'

/**
 * Series of a target that Prometheus adds itself: `scrape_samples_post_metric_relabeling` does not count them. Not
 * `scrape_.+`: an exporter may have metrics of such names.
 */
const ADDED = [
  'up',
  'scrape_duration_seconds',
  'scrape_samples_scraped',
  'scrape_samples_post_metric_relabeling',
  'scrape_series_added',
  'scrape_timeout_seconds',
  'scrape_sample_limit',
  'scrape_body_size_bytes',
]

/**
 * Seconds beyond two scrapes within which a series has a sample. Exporters such as cAdvisor give their samples times of
 * their own, which are up to a minute old.
 */
const OWN_TIMES = 95

/** Scrapes that are looked at, and seconds beyond them for those on their way. */
const SCRAPES = 4.5
const ON_THEIR_WAY = 15

export interface CompletenessQuery {
  readonly tenant: string
  readonly cluster: string
  readonly nodes: readonly CountedNode[]
}

/** Jobs that are scraped equally often are queried together. Interval in seconds → names of the jobs. */
function jobsByInterval(nodes: readonly CountedNode[]): Map<number, readonly string[]> {
  const jobs = nodes.flatMap((node) => node.jobs)
  return new Map(
    [...groupBy(jobs, ({ interval }) => interval)].map(([interval, same]) => [
      interval,
      [...new Set(same.map(({ name }) => name))].toSorted(),
    ]),
  )
}

/** Seconds that a count looks back, if the configuration was loaded no later. */
export function countWindow(interval: number): number {
  return 2 * interval + OWN_TIMES
}

/**
 * One query: how many series each worker kept of each job, by its own count, and how many the tenant holds. The name of
 * the cloud is no matcher but a label of the answer, because exporters have labels of that name, which win.
 */
export function countQuery(nodes: readonly CountedNode[]): string {
  const youngest = Math.min(...nodes.map(({ loadedFor }) => loadedFor))
  const node = nodeMatcher(nodes.map(({ name }) => name))
  return [...jobsByInterval(nodes)]
    .flatMap(([interval, jobs]) => {
      const matchers = `${node},${jobMatcher(jobs)}`
      const range = `[${Math.max(1, Math.floor(Math.min(countWindow(interval), youngest)))}s]`
      const added = `__name__!~${JSON.stringify(ADDED.join('|'))}`
      const held = `count by (node, job, cluster) (last_over_time({${matchers},${added}}${range}))`
      const kept = `last_over_time(scrape_samples_post_metric_relabeling{${matchers}}${range})`
      return [about('held', held), about('scraped', `sum by (node, job, cluster) (${kept})`)]
    })
    .join(' or ')
}

function about(what: string, expression: string): string {
  return `label_replace(${expression}, "about", "${what}", "", "")`
}

/** Node → job → its series in this cloud. */
export function readCounts(
  rows: readonly VectorRow[],
  cluster: string,
): Map<string, ReadonlyMap<string, SeriesCount>> {
  const byNode = groupBy(rows, ({ labels }) => labels['node'] ?? '')
  return new Map([...byNode].map(([node, ofNode]) => [node, countsOf(ofNode, cluster)]))
}

function countsOf(rows: readonly VectorRow[], cluster: string): ReadonlyMap<string, SeriesCount> {
  const byJob = groupBy(rows, ({ labels }) => labels['job'] ?? '')
  return new Map([...byJob].map(([job, ofJob]) => [job, countOf(ofJob, cluster)]))
}

/** Another cloud with a node of that name has a count of its own; what has none is an exporter's own label. */
function countOf(rows: readonly VectorRow[], cluster: string): SeriesCount {
  const isScraped = ({ labels }: VectorRow): boolean => labels['about'] === 'scraped'
  const clusterOf = ({ labels }: VectorRow): string => labels['cluster'] ?? ''
  const clouds = new Set(rows.filter(isScraped).map(clusterOf))
  const held = rows.filter(
    (row) => !isScraped(row) && (clusterOf(row) === cluster || !clouds.has(clusterOf(row))),
  )
  return {
    scraped: rows.find((row) => isScraped(row) && clusterOf(row) === cluster)?.value,
    held: held.reduce((sum, { value }) => sum + value, 0),
  }
}

/** Seconds that the times of scrapes are looked at. */
function scrapeWindow(interval: number): number {
  return Math.ceil(SCRAPES * interval + ON_THEIR_WAY)
}

/** All samples of `up` lately: when each target was scraped. */
export function scrapesQuery({ cluster, nodes }: CompletenessQuery, interval: number): string {
  const jobs = jobsByInterval(nodes).get(interval) ?? []
  const matchers = [
    `cluster=${JSON.stringify(cluster)}`,
    nodeMatcher(nodes.map(({ name }) => name)),
    jobMatcher(jobs),
  ]
  return `up{${matchers.join(',')}}[${scrapeWindow(interval)}s]`
}

/** Node → job → the times of the samples of each target. */
export function readScrapes(tracks: readonly Track[]): Map<string, Map<string, (readonly number[])[]>> {
  const nodes = new Map<string, Map<string, (readonly number[])[]>>()
  for (const { labels, samples } of tracks) {
    const [node, job] = [labels['node'] ?? '', labels['job'] ?? '']
    const jobs = nodes.get(node) ?? new Map<string, (readonly number[])[]>()
    nodes.set(node, jobs)
    jobs.set(job, [...(jobs.get(job) ?? []), samples.map(([at]) => at)])
  }
  return nodes
}

export interface CompletenessServices {
  readonly mimir: Mimir
  readonly history: MimirHistory
}

type Counts = Result<VectorRow[], MimirQueryError>

/** What one round found: node → its series and scrapes; a node that had no place in it is missing. */
export async function queryCompleteness(
  services: CompletenessServices,
  query: CompletenessQuery,
  parts: readonly (readonly CountedNode[])[],
  signal: AbortSignal,
): Promise<Map<string, Completeness>> {
  const { tenant, cluster } = query
  const scrapes = await scrapesOf(services, query, signal)
  const found = new Map<string, Completeness>()
  for (const part of parts) {
    // One after the other: each of them reads many series.
    const answer: Counts = await services.mimir(tenant, countQuery(part), signal)
    const counts = readCounts(answer.ok ? answer.value : [], cluster)
    for (const { name } of part) {
      if (!answer.ok) found.set(name, { queryError: answer.failure })
      else if ('queryError' in scrapes) found.set(name, scrapes)
      else found.set(name, { series: counts.get(name) ?? new Map(), ...scrapes.of(name) })
    }
  }
  return found
}

type Scrapes =
  | { readonly queryError: MimirQueryError }
  | {
      readonly of: (node: string) => Pick<Exclude<Completeness, { queryError: unknown }>, 'scrapes' | 'since'>
    }

/** Different intervals whose scrapes are looked at: the shortest ones say most. */
const INTERVALS = 3

async function scrapesOf(
  { history }: CompletenessServices,
  query: CompletenessQuery,
  signal: AbortSignal,
): Promise<Scrapes> {
  const intervals = [...jobsByInterval(query.nodes).keys()].toSorted((a, b) => a - b).slice(0, INTERVALS)
  const all: Track[] = []
  for (const interval of intervals) {
    const answer = await history(query.tenant, scrapesQuery(query, interval), signal)
    if (!answer.ok) return { queryError: answer.failure }
    all.push(...answer.value)
  }
  const byNode = readScrapes(all)
  const jobs = jobsByInterval(query.nodes)
  const since = new Map(
    intervals.flatMap((interval) =>
      (jobs.get(interval) ?? []).map((job) => [job, scrapeWindow(interval)] as const),
    ),
  )
  return { of: (node) => ({ scrapes: byNode.get(node) ?? new Map(), since }) }
}
