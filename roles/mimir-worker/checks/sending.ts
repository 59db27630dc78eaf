import type { CheckResult } from '../../../src/model/check.ts'
import type { Facts, Sample } from '../facts.ts'
import { sendDeadlineIn } from '../patience.ts'
import type { Look } from './look.ts'
import { passed, waiting } from './verdict.ts'

const PREFIX = 'prometheus_remote_storage_'

/** Seconds that the newest sample sent may be older than the newest one scraped, beyond what it waits for others. */
const LAG = 115

/** Samples that may wait between two batches; more than this, and more each time, is a queue that grows. */
const BETWEEN_BATCHES = 5000

/**
 * The worker sends, and nothing of what it sent lately was refused. An absent "highest sent" series means that no batch ever
 * went through: it is a failure, not a zero. What this says is the sender's view only; arrival is the proof.
 */
export function sending({ vars, generation, facts, earlier }: Look): CheckResult {
  const queue = queueOf(facts, vars.pushUrl)
  // Counters begin anew with the process: a look at another one is nothing to compare with.
  const same = earlier?.worker?.startTime === facts.worker?.startTime
  const before = earlier !== undefined && same ? queueOf(earlier, vars.pushUrl) : undefined
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

/** How many samples the master has refused since the worker was started. */
export function refusedSoFar(facts: Facts, pushUrl: string): number {
  return queueOf(facts, pushUrl).failed
}

interface Queue {
  readonly failed: number
  readonly total: number
  readonly pending: number
  readonly retried: number
  readonly desired: number
  readonly max: number
  readonly highestSent: number | undefined
  readonly highestScraped: number | undefined
}

/** The queue that sends to our master. Its remote_name is a hash of its settings and may change; its url does not. */
function queueOf({ worker }: Facts, pushUrl: string): Queue {
  const all = worker?.samples ?? []
  const ours = all.filter(({ labels }) => sameUrl(labels['url'] ?? '', pushUrl))
  const sum = (metric: string): number => total(ours, PREFIX + metric)
  return {
    failed: sum('samples_failed_total'),
    total: sum('samples_total'),
    pending: sum('samples_pending'),
    retried: sum('samples_retried_total'),
    desired: newest(ours, `${PREFIX}shards_desired`) ?? 0,
    max: newest(ours, `${PREFIX}shards_max`) ?? Number.POSITIVE_INFINITY,
    highestSent: newest(ours, `${PREFIX}queue_highest_sent_timestamp_seconds`),
    // The queue's own, which newer versions of Prometheus have, knows what a relabelling keeps from it.
    highestScraped:
      newest(ours, `${PREFIX}queue_highest_timestamp_seconds`) ??
      newest(all, `${PREFIX}highest_timestamp_in_seconds`),
  }
}

/**
 * What was refused since the look before, or ever where there is none. Refusals of before are forgiven once a batch
 * came to its end since and nothing more was refused. That more was sent does not tell it: a batch counts as sent when
 * it sets out, and as refused only when a slow master has answered. "Highest sent" moves when there was an answer.
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

/** Whether two URLs are the same but for credentials, a slash at the end and how a host or a port is written. */
function sameUrl(one: string, other: string): boolean {
  const [plainOne, plainOther] = [plain(one), plain(other)]
  return plainOne !== undefined && plainOne === plainOther
}

function plain(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/u, '')}${url.search}`
}

function total(samples: readonly Sample[], metric: string): number {
  return samples.filter((one) => one.metric === metric).reduce((sum, { value }) => sum + value, 0)
}

function newest(samples: readonly Sample[], metric: string): number | undefined {
  const values = samples.filter((one) => one.metric === metric).map(({ value }) => value)
  return values.length === 0 ? undefined : Math.max(...values)
}
