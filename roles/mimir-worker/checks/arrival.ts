import type { CheckResult } from '../../../src/model/check.ts'
import { parseDuration } from '../../../src/values/duration.ts'
import type { ProvenJob } from '../worker/vars.ts'
import { sendDeadlineIn } from './deadline.ts'
import type { Evidence } from './evidence.ts'
import { passed, waiting } from './result.ts'
import { nodesStartedAt, sameMoment } from './same-process.ts'

/** Seconds between two clocks that may well be why nothing is seen of a node. */
const SKEW = 30

/** Seconds beyond two scrape intervals and their sending after which a sample in Mimir is an old one. */
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

function judged(evidence: Evidence): CheckResult {
  const { arrival: inMimir, facts, vars } = evidence
  if (inMimir === undefined)
    return waiting('arrival', { kind: 'not-arrived', missing: vars.jobs.map(({ name }) => name) })
  if ('queryError' in inMimir) return waiting('arrival', inMimir.queryError)
  const start = facts.worker?.startTime ?? 0
  if (inMimir.processStart === undefined) {
    return waiting('arrival', { kind: 'not-arrived', missing: vars.jobs.map(({ name }) => name) })
  }
  if (!sameMoment(inMimir.processStart, start)) {
    const [node] = nodesStartedAt([inMimir.processStart], evidence.starts, vars.node)
    const whose = node === undefined ? {} : { node }
    return waiting('arrival', {
      kind: 'other-process-arrived',
      expected: start,
      found: inMimir.processStart,
      ...whose,
    })
  }
  const loaded = facts.worker?.reloadedAt ?? 0
  if (!sameMoment(inMimir.reloadedAt ?? 0, loaded)) {
    return waiting('arrival', {
      kind: 'other-process-arrived',
      expected: loaded,
      found: inMimir.reloadedAt ?? 0,
    })
  }
  const missing = vars.jobs.filter(
    (job) => (inMimir.sentinels.get(job.name) ?? 0) < Math.max(loaded, freshFrom(job, evidence)),
  )
  if (missing.length > 0) {
    return waiting('arrival', { kind: 'not-arrived', missing: missing.map(({ name }) => name) })
  }
  return passed('arrival', {
    tenant: vars.tenant,
    jobs: vars.jobs.length,
    newest: newest(inMimir.sentinels, vars.jobs),
  })
}

/** A sample proves something when it was scraped since the configuration was loaded, and lately. */
function freshFrom(job: ProvenJob, { generation, facts }: Evidence): number {
  const interval = (parseDuration(job.interval) ?? 60_000) / 1000
  return facts.now - 2 * interval - sendDeadlineIn(generation.document) / 1000 - STALE
}

function newest(sentinels: ReadonlyMap<string, number>, jobs: readonly ProvenJob[]): string {
  const latest = Math.max(...jobs.map(({ name }) => sentinels.get(name) ?? 0))
  return new Date(latest * 1000).toISOString()
}
