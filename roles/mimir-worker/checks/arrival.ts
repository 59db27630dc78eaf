import type { CheckResult, Finding } from '../../../src/model/check.ts'
import { parseDuration } from '../../../src/values/duration.ts'
import type { ProvenJob } from '../worker/vars.ts'
import { incompleteness } from './completeness.ts'
import { sendDeadlineIn } from './deadline.ts'
import type { Evidence } from './evidence.ts'
import { passed, waiting } from './result.ts'
import { nodesStartedAt, sameMoment } from './same-process.ts'

/** Seconds between two clocks that may well be why nothing is seen of a node. */
const SKEW = 30

/** Seconds beyond a scrape interval and its sending after which the newest sample in Mimir may not be the newest. */
const FRESH = 10

/** The same beyond two scrape intervals, if newer ones keep coming: from a Mimir that is slow. */
const STALE = 55

/**
 * The end of the chain: Mimir, queried as the tenant, has samples of this very process with this very
 * configuration, and fresh ones of every family. Yesterday's series, another node's or another process's do not do.
 */
export function arrival(evidence: Evidence): CheckResult {
  const result = judged(evidence)
  const { skew = 0 } = evidence.facts
  if (result.finding.kind !== 'not-arrived' || Math.abs(skew) < SKEW) return result
  return waiting('arrival', { kind: 'clock-skewed', seconds: skew })
}

type Answered = Exclude<NonNullable<Evidence['arrival']>, { queryError: unknown }>

function judged(evidence: Evidence): CheckResult {
  const { arrival: inMimir, vars } = evidence
  if (inMimir === undefined)
    return waiting('arrival', { kind: 'not-arrived', missing: vars.jobs.map(({ name }) => name) })
  if ('queryError' in inMimir) return waiting('arrival', inMimir.queryError)
  const other = otherProcess(inMimir, evidence)
  if (other !== undefined) return waiting('arrival', other)
  const missing = vars.jobs.filter((job) => !isFresh(job, inMimir.sentinels, evidence))
  if (missing.length > 0) {
    return waiting('arrival', { kind: 'not-arrived', missing: missing.map(({ name }) => name) })
  }
  const incomplete = incompleteness(evidence)
  if (incomplete !== undefined) return incomplete
  return passed('arrival', {
    tenant: vars.tenant,
    jobs: vars.jobs.length,
    newest: newest(inMimir.sentinels, vars.jobs),
  })
}

/** Mimir has nothing of this process, or not since it loaded its configuration. */
function otherProcess(inMimir: Answered, { facts, vars, starts }: Evidence): Finding | undefined {
  const start = facts.worker?.startTime ?? 0
  const { processStart: found, reloadedAt = 0 } = inMimir
  if (found === undefined) return { kind: 'not-arrived', missing: vars.jobs.map(({ name }) => name) }
  if (!sameMoment(found, start)) {
    const [node] = nodesStartedAt([found], starts, vars.node)
    return { kind: 'other-process-arrived', expected: start, found, ...(node === undefined ? {} : { node }) }
  }
  const loaded = facts.worker?.reloadedAt ?? 0
  return sameMoment(reloadedAt, loaded)
    ? undefined
    : { kind: 'other-process-arrived', expected: loaded, found: reloadedAt }
}

/**
 * A sample proves something when it was scraped since the configuration was loaded, and lately. A node that was cut off
 * has samples that are not old yet; those of a slow Mimir are as old, but become newer.
 */
function isFresh(job: ProvenJob, sentinels: ReadonlyMap<string, number>, evidence: Evidence): boolean {
  const { facts, generation, firstArrival } = evidence
  const newestSample = sentinels.get(job.name) ?? 0
  if (newestSample < (facts.worker?.reloadedAt ?? 0)) return false
  const interval = (parseDuration(job.interval) ?? 60_000) / 1000
  const age = facts.now - newestSample - interval - sendDeadlineIn(generation.document) / 1000
  if (age <= FRESH) return true
  const first =
    firstArrival === undefined || 'queryError' in firstArrival ? undefined : firstArrival.sentinels
  return age <= interval + STALE && newestSample > (first?.get(job.name) ?? newestSample)
}

function newest(sentinels: ReadonlyMap<string, number>, jobs: readonly ProvenJob[]): string {
  const latest = Math.max(...jobs.map(({ name }) => sentinels.get(name) ?? 0))
  return new Date(latest * 1000).toISOString()
}
