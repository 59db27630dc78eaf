import type { MimirLimits, TenantLimits } from '../../../src/mimir/limits.ts'
import type { ExceededLimit, PrecheckResult } from '../../../src/model/precheck.ts'
import { parseDuration } from '../../../src/values/duration.ts'
import { matchesWhole } from '../../../src/values/regex.ts'
import type { Filter } from '../worker/vars.ts'
import type { ExporterProbe } from './exporter-probes.ts'
import type { Inspection } from './inspection.ts'
import { failing, passed, skipped } from './result.ts'

/** What one scrape of one exporter brings to Mimir. */
export interface Demand {
  /** The same on every node that could scrape it, where only one will. */
  readonly onceAs?: string
  /** Samples a second. */
  readonly rate: number
  /** Metric → series. */
  readonly series: ReadonlyMap<string, number>
}

/** What Prometheus adds to each scrape. */
const ADDED: readonly string[] = [
  'up',
  'scrape_duration_seconds',
  'scrape_samples_post_metric_relabeling',
  'scrape_samples_scraped',
  'scrape_series_added',
]

/** What the exporters of a node bring; those that did not answer bring nothing. */
export function demandsOf(probes: readonly ExporterProbe[], { targets }: Inspection): Demand[] {
  return probes.flatMap(({ name, interval, filter, once }) => {
    const counts = targets.get(name)?.counts ?? new Map<string, number>()
    if (counts.size === 0) return []
    const kept = [...counts].filter(([metric]) => isKept(metric, filter))
    const series = new Map([...kept, ...ADDED.map((metric) => [metric, 1] as const)])
    const seconds = (parseDuration(interval) ?? 60_000) / 1000
    const rate = sum(series.values()) / seconds
    return [{ ...(once ? { onceAs: name } : {}), rate, series }]
  })
}

/** Of an expression that only RE2 reads it is not known what it leaves: then nothing is counted. */
function isKept(metric: string, filter: Filter | undefined): boolean {
  const matches = (patterns: readonly string[]): boolean | undefined => {
    for (const pattern of patterns) {
      const found = matchesWhole(pattern, metric)
      if (found !== false) return found
    }
    return false
  }
  if (filter === undefined) return true
  if (filter.keep !== undefined && matches(filter.keep) !== true) return false
  return matches(filter.drop) === false
}

/** The limits that what the exporters bring exceeds for certain: the workers' own metrics come on top. */
export function exceededLimits(demands: readonly Demand[], limits: TenantLimits): ExceededLimit[] {
  const counted = countedOnce(demands)
  const series = new Map<string, number>()
  for (const demand of counted)
    for (const [metric, count] of demand.series) series.set(metric, (series.get(metric) ?? 0) + count)
  const [largest, most] = [...series].toSorted(([, a], [, b]) => b - a)[0] ?? ['', 0]
  const needs = [
    { limit: 'max_global_series_per_user', needed: sum(series.values()) },
    { limit: 'max_global_series_per_metric', needed: most, metric: largest },
    { limit: 'ingestion_rate', needed: Math.floor(sum(counted.map(({ rate }) => rate))) },
  ] as const
  return needs.flatMap((need) => {
    const allowed = limits[need.limit]
    return allowed === undefined || need.needed <= allowed ? [] : [{ ...need, allowed }]
  })
}

/** What one node will scrape for all is counted once: the least that any of them saw. */
function countedOnce(demands: readonly Demand[]): Demand[] {
  const shared = new Map<string, Demand>()
  for (const demand of demands) {
    const { onceAs } = demand
    const known = onceAs === undefined ? undefined : shared.get(onceAs)
    if (onceAs !== undefined && (known === undefined || demand.rate < known.rate)) shared.set(onceAs, demand)
  }
  return [...demands.filter(({ onceAs }) => onceAs === undefined), ...shared.values()]
}

/** Whether the tenant may store what the exporters bring; one answer for all nodes. */
export function limitsPrecheck(
  tenant: string,
  demands: readonly Demand[],
  limits: Awaited<ReturnType<MimirLimits>>,
): PrecheckResult {
  if (!limits.ok) {
    const { url, evidence } = limits.failure
    return skipped('limits', { kind: 'limits-unknown', tenant, url, evidence })
  }
  const exceeded = exceededLimits(demands, limits.value)
  if (exceeded.length > 0) return failing('limits', { kind: 'limits-exceeded', tenant, exceeded })
  const counted = countedOnce(demands)
  return passed('limits', {
    series: sum(counted.map(({ series }) => sum(series.values()))),
    of: limits.value.max_global_series_per_user,
    'samples/s': Math.ceil(sum(counted.map(({ rate }) => rate))),
    'limit/s': limits.value.ingestion_rate,
  })
}

function sum(numbers: Iterable<number>): number {
  let total = 0
  for (const number of numbers) total += number
  return total
}
