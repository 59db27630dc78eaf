import type { CheckResult, LostScrapes, MissingSeries } from '../../../src/model/check.ts'
import { parseDuration } from '../../../src/values/duration.ts'
import { isRecord, listOf, textOf } from '../../../src/values/json.ts'
import type { CountedNode } from '../mimir/completeness.ts'
import { DEFAULTS } from '../worker/defaults.ts'
import type { ProvenJob } from '../worker/vars.ts'
import type { Evidence } from './evidence.ts'
import { waiting } from './result.ts'

/** From which share of an interval on a gap between two scrapes is one that is missing, and up to which two senders'. */
const HOLE = 1.5
const CROWD = 0.5

/** Seconds until a Prometheus has the targets of its configuration: it looks each 5 s for new ones, and each 5 s takes them. */
const TARGETS_KNOWN = 10

/**
 * All of it arrived: the tenant holds as many series of each job as the worker kept of its last scrape, and each scrape
 * since the configuration was loaded. A store that loses some of what it takes has fresh samples of everything.
 */
export function incompleteness(evidence: Evidence): CheckResult | undefined {
  const { vars, generation, facts, completeness } = evidence
  if (completeness === undefined) return waiting('arrival', { kind: 'series-uncounted' })
  if ('queryError' in completeness) return waiting('arrival', completeness.queryError)
  const own = ownLabels(generation.document.scrape_configs)
  const series = jobNames(vars.jobs)
    .filter((job) => !own.has(job))
    .flatMap((job): MissingSeries[] => {
      const { scraped, held } = completeness.series.get(job) ?? { scraped: undefined, held: 0 }
      return scraped !== undefined && held >= scraped
        ? []
        : [{ job, held, ...(scraped === undefined ? {} : { scraped }) }]
    })
  if (series.length > 0) return waiting('arrival', { kind: 'series-missing', incomplete: series })
  const loaded = facts.worker?.reloadedAt ?? 0
  const looked = vars.jobs.map((job) => scrapesOf(job, loadedFor(evidence), loaded, completeness))
  const lost = looked.filter(({ missing }) => missing > 0).map(({ job, missing }) => ({ job, missing }))
  if (lost.length > 0) return waiting('arrival', { kind: 'scrapes-missing', incomplete: lost })
  // One scrape has no gap: whether the next one arrives as well is what two of them show.
  const self = looked.find(({ job }) => job === DEFAULTS.selfJob)
  return self !== undefined && self.arrived < 2 ? waiting('arrival', { kind: 'series-uncounted' }) : undefined
}

/** How many samples of one series came sooner than one sender sends them. */
export function crowdedScrapes({ vars, facts, completeness }: Evidence): number {
  if (completeness === undefined || 'queryError' in completeness) return 0
  const loaded = facts.worker?.reloadedAt ?? 0
  return vars.jobs.reduce((sum, job) => {
    const gaps = tracksOf(job, loaded, completeness).flatMap(gapsOf)
    return sum + gaps.filter((gap) => gap < CROWD * secondsOf(job)).length
  }, 0)
}

/** What is counted of a node. */
export function countedNode(evidence: Evidence): CountedNode {
  const { vars } = evidence
  return {
    name: vars.node,
    jobs: vars.jobs.map((job) => ({ name: job.name, interval: secondsOf(job) })),
    loadedFor: loadedFor(evidence),
  }
}

/** Seconds since the configuration was loaded. */
function loadedFor({ facts, age = 0 }: Evidence): number {
  return Math.max(0, facts.now + age - (facts.worker?.reloadedAt ?? facts.now))
}

interface Looked extends LostScrapes {
  readonly arrived: number
}

type Counted = Exclude<NonNullable<Evidence['completeness']>, { queryError: unknown }>

function scrapesOf(job: ProvenJob, since: number, loaded: number, counted: Counted): Looked {
  const interval = secondsOf(job)
  const tracks = tracksOf(job, loaded, counted)
  const looksBack = counted.since.get(job.name) ?? 0
  // The first one is awaited only if the time that is looked at begins before it.
  const isFromLoad = looksBack > since + interval
  const gaps = tracks.flatMap((times) => [
    ...(isFromLoad && times[0] !== undefined ? [times[0] - loaded - TARGETS_KNOWN] : []),
    ...gapsOf(times),
  ])
  const missing = gaps
    .filter((gap) => gap > HOLE * interval)
    .reduce((sum, gap) => sum + Math.round(gap / interval) - 1, 0)
  const arrived = tracks.reduce((sum, times) => sum + times.length, 0)
  return { job: job.name, missing, arrived }
}

function tracksOf({ name }: ProvenJob, loaded: number, { scrapes }: Counted): number[][] {
  return (scrapes.get(name) ?? []).map((times) => times.filter((at) => at >= loaded))
}

function gapsOf(times: readonly number[]): number[] {
  return times.slice(1).map((at, index) => at - (times[index] ?? at))
}

/** Jobs whose exporters' own labels win, so that their series may be another node's or job's by name. */
function ownLabels(scrapeConfigs: readonly object[]): Set<string> {
  const isOwn = (config: object): boolean =>
    isRecord(config) &&
    config['honor_labels'] === true &&
    !listOf(config, 'metric_relabel_configs').some(
      (rule) => textOf(isRecord(rule) ? rule : {}, 'target_label') === 'node',
    )
  return new Set(
    scrapeConfigs.filter(isOwn).map((config) => textOf(isRecord(config) ? config : {}, 'job_name')),
  )
}

function jobNames(jobs: readonly ProvenJob[]): string[] {
  return [...new Set(jobs.map(({ name }) => name))]
}

function secondsOf({ interval }: ProvenJob): number {
  return (parseDuration(interval) ?? 60_000) / 1000
}
