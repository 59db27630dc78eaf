import type { CheckResult } from '../../../src/model/check.ts'
import { parseDuration } from '../../../src/values/duration.ts'
import type { Facts } from '../node/facts.ts'
import { paceOf } from '../node/pace.ts'
import { BETWEEN_BATCHES, type Queue, queueTo, scrapedPerSecond } from '../node/remote-write-queue.ts'
import { type Proof, sendDeadlineIn } from './deadline.ts'
import type { Evidence } from './evidence.ts'
import { passed, waiting } from './result.ts'

/** Seconds that the newest sample sent may be older than the newest one scraped, beyond what it waits for others. */
const LAG = 115

/** The same, if nothing is said about whether it becomes more: what a push and its answer take. */
const CALM = 10

/** Seconds by which two lags differ that are the same. */
const STEADY = 3

/**
 * The worker sends, what it sent was not refused, and it keeps up. An absent "highest sent" series means that no batch
 * ever went through: it is a failure, not a zero. What this says is the sender's view only; arrival is the proof.
 */
export function sending(evidence: Evidence): CheckResult {
  const { vars, facts } = evidence
  const queue = queueTo(vars.pushUrl, facts)
  const refused = uncured(evidence, queue)
  if (refused !== undefined) return waiting('sending', { kind: 'samples-failed', ...refused })
  const { highestSent, pending, retried, desired, max } = queue
  if (highestSent === undefined || highestSent === 0) {
    return waiting('sending', { kind: 'nothing-sent', pending, retried })
  }
  if (desired > max) return waiting('sending', { kind: 'saturated', desired: Math.ceil(desired), max })
  const { lag } = paceOf(facts, vars.pushUrl)
  return fallingBehind(evidence) ?? passed('sending', { failed: 0, lag: `${Math.round(lag)}s` })
}

/**
 * One look cannot distinguish a queue between two batches from one that grows, nor a slow Mimir from one that takes
 * less than is sent: so looks are compared that are a scrape and its sending apart.
 */
function fallingBehind({ vars, generation, facts, paces = [] }: Evidence): CheckResult | undefined {
  const now = paceOf(facts, vars.pushUrl)
  const sendDeadline = sendDeadlineIn(generation.document) / 1000
  const cycle = sendDeadline + Math.min(...intervals(vars.jobs))
  const before = paces.findLast(({ at, start }) => start === now.start && now.at - at >= cycle)
  const seconds = Math.round(now.lag)
  const lagging = waiting('sending', { kind: 'lagging', seconds })
  if (now.lag > LAG + sendDeadline) return lagging
  if (now.lag > CALM + sendDeadline && (before === undefined || now.lag > before.lag + STEADY)) return lagging
  const rate = scrapedPerSecond(facts)
  const usual = rate === 0 ? BETWEEN_BATCHES : rate * (cycle + Math.min(...intervals(vars.jobs)))
  return before !== undefined && now.pending > Math.max(before.pending, usual)
    ? waiting('sending', { kind: 'backlog', pending: now.pending, before: before.pending })
    : undefined
}

/** How many samples Mimir has refused since the worker was started. */
export function refusedSoFar(facts: Facts, pushUrl: string): number {
  return queueTo(pushUrl, facts).failed
}

/** Whether samples were refused by the observation before, and more of them since: one refusal may be a restart of Mimir. */
export function refusesAgain(evidence: Evidence): boolean {
  const now = queueTo(evidence.vars.pushUrl, evidence.facts)
  const before = lookBefore(evidence, now)
  return before !== undefined && before.failed > 0 && now.failed > before.failed
}

/**
 * What was refused and may be refused again. A refusal counts until a whole round of scrapes was sent and answered
 * without one: by the looks of this run, or by what the tenant has of the worker's own counters. That more was sent
 * does not prove it: a batch counts as sent when it sets out. "Highest sent" moves when there was an answer.
 */
function uncured(evidence: Evidence, now: Queue): { failed: number; total: number } | undefined {
  if (now.failed === 0 || isCuredInMimir(evidence, now)) return undefined
  const before = lookBefore(evidence, now)
  const ever = { failed: now.failed, total: now.total }
  if (before === undefined) return ever
  if (now.failed > before.failed)
    return { failed: now.failed - before.failed, total: now.total - before.total }
  const answered = (now.highestSent ?? 0) > (before.highestSent ?? 0)
  const waited = evidence.facts.now - (evidence.previous?.now ?? 0)
  return answered && waited >= round(evidence) ? undefined : ever
}

/** Counters begin anew with the process, and with a queue that a reload set up anew. */
function lookBefore({ vars, facts, previous }: Evidence, now: Queue): Queue | undefined {
  if (previous === undefined || previous.worker?.startTime !== facts.worker?.startTime) return undefined
  const before = queueTo(vars.pushUrl, previous)
  return now.failed < before.failed || now.total < before.total ? undefined : before
}

/** The tenant has the same count as the node, and has had it for a round. */
function isCuredInMimir({ arrival, facts }: Evidence, { failed }: Queue): boolean {
  const refusals = arrival !== undefined && !('queryError' in arrival) ? arrival.refusals : undefined
  if (refusals === undefined || facts.now - (facts.worker?.reloadedAt ?? facts.now) < refusals.window)
    return false
  return refusals.grown === 0 && refusals.latest === failed
}

/** Seconds after which every job was scraped, and sent, once more. */
export function round({ vars, generation }: Proof): number {
  return Math.max(...intervals(vars.jobs)) + sendDeadlineIn(generation.document) / 1000 + CALM / 2
}

/** Seconds between two scrapes of each job. */
function intervals(jobs: Evidence['vars']['jobs']): number[] {
  return jobs.map(({ interval }) => (parseDuration(interval) ?? 60_000) / 1000)
}
