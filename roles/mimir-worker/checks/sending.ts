import type { CheckResult } from '../../../src/model/check.ts'
import type { Facts } from '../node/facts.ts'
import { BETWEEN_BATCHES, type Queue, queueTo } from '../node/remote-write-queue.ts'
import { sendDeadlineIn } from './deadline.ts'
import type { Evidence } from './evidence.ts'
import { passed, waiting } from './result.ts'

/** Seconds that the newest sample sent may be older than the newest one scraped, beyond what it waits for others. */
const LAG = 115

/**
 * The worker sends, and nothing of what it sent lately was refused. An absent "highest sent" series means that no batch ever
 * went through: it is a failure, not a zero. What this says is the sender's view only; arrival is the proof.
 */
export function sending({ vars, generation, facts, previous }: Evidence): CheckResult {
  const queue = queueTo(vars.pushUrl, facts)
  // Counters begin anew with the process: an observation of another process is nothing to compare with.
  const same = previous?.worker?.startTime === facts.worker?.startTime
  const before = previous !== undefined && same ? queueTo(vars.pushUrl, previous) : undefined
  const refused = refusedLately(queue, before)
  if (refused !== undefined) return waiting('sending', { kind: 'samples-failed', ...refused })
  const { highestSent, pending, retried, desired, max } = queue
  if (highestSent === undefined || highestSent === 0) {
    return waiting('sending', { kind: 'nothing-sent', pending, retried })
  }
  if (desired > max) return waiting('sending', { kind: 'saturated', desired: Math.ceil(desired), max })
  if (before !== undefined && pending > Math.max(before.pending, BETWEEN_BATCHES)) {
    return waiting('sending', { kind: 'backlog', pending, before: before.pending })
  }
  const lag = (queue.highestScraped ?? highestSent) - highestSent
  if (lag > LAG + sendDeadlineIn(generation.document) / 1000)
    return waiting('sending', { kind: 'lagging', seconds: Math.round(lag) })
  return passed('sending', { failed: 0, lag: `${Math.round(lag)}s` })
}

/** How many samples Mimir has refused since the worker was started. */
export function refusedSoFar(facts: Facts, pushUrl: string): number {
  return queueTo(pushUrl, facts).failed
}

/**
 * What was refused since the observation before, or ever where there is none. Earlier errors are forgiven once a batch
 * has ended since and nothing more was refused. That more was sent does not prove it: a batch counts as sent when
 * it sets out, and as refused only when a slow mimir has answered. "Highest sent" moves when there was an answer.
 */
function refusedLately(now: Queue, before: Queue | undefined): { failed: number; total: number } | undefined {
  if (now.failed === 0) return undefined
  // A queue that was set up anew counts from zero again.
  const renewed = before === undefined || now.failed < before.failed || now.total < before.total
  if (renewed) return { failed: now.failed, total: now.total }
  const [failed, sent] = [now.failed - before.failed, now.total - before.total]
  if (failed > 0) return { failed, total: sent }
  const answered = (now.highestSent ?? 0) > (before.highestSent ?? 0)
  return answered ? undefined : { failed: now.failed, total: now.total }
}
