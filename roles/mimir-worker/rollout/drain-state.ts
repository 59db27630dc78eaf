import { parseDuration } from '../../../src/values/duration.ts'
import type { Facts } from '../node/facts.ts'
import { BETWEEN_BATCHES, type Queue, queuesIn, scrapedPerSecond } from '../node/remote-write-queue.ts'
import { failedWrites } from '../node/wal.ts'
import { SEND_DEADLINE } from '../worker/defaults.ts'

/** Seconds that a sample may be on its way beyond what it waits on the node for others. */
const ON_ITS_WAY = 5

/** An observation of a worker that is to be stopped, and how many milliseconds after the wait began. */
export interface DrainObservation {
  readonly at: number
  readonly facts: Facts
}

/**
 * Whether a worker may be stopped. What it has not sent by then is lost: a Prometheus that starts sends only what it
 * scrapes itself.
 */
export type Drain =
  /** There is nothing to wait for: it does not run or answer, or never sent anything and may never do. */
  | { readonly kind: 'nothing'; readonly samples: number }
  | { readonly kind: 'drained' }
  | { readonly kind: 'waiting'; readonly samples: number; readonly seconds: number }
  | ({ readonly kind: 'undrained' } & Undrained)

/** `stuck`: nothing went through while it was waited for; `slow`: too little did. */
export interface Undrained {
  readonly how: 'stuck' | 'slow'
  /** About how many samples are not sent. */
  readonly samples: number
  /** Seconds between the newest sample that was scraped and the newest that was sent. */
  readonly lag: number
  /** Whether Mimir, or the way to it, kept anything from going through meanwhile: the worker's log says why. */
  readonly refused: boolean
}

/** Pure: judges the first and the last observation of one process; the same one where there is only one. */
export function drainOf(first: DrainObservation, last: DrainObservation, deadline: number): Drain {
  const { facts } = last
  const behind = backlogsIn(facts)
  if (behind.length === 0) return answers(facts) ? { kind: 'drained' } : { kind: 'nothing', samples: 0 }
  const samples = whole(behind.reduce((sum, backlog) => sum + backlog.samples, 0))
  const holding = behind.filter(({ queue }) => hasSent(queue))
  // A worker does not read on behind a torn record of its log: a new start is the only remedy.
  if (holding.length === 0 || failedWrites(facts) > 0) return { kind: 'nothing', samples }
  const left = deadline - last.at
  if (left > 0) return { kind: 'waiting', samples, seconds: Math.ceil(left / 1000) }
  const before = first === last ? new Map<string, Queue>() : queuesIn(first.facts)
  const isStuck = holding.some(({ name, queue }) => before.get(name)?.highestSent === queue.highestSent)
  const refused =
    isStuck || holding.some(({ name, queue }) => queue.retried > (before.get(name)?.retried ?? 0))
  const lag = whole(Math.max(...holding.map((backlog) => backlog.lag)))
  return { kind: 'undrained', how: isStuck ? 'stuck' : 'slow', samples, lag, refused }
}

interface Backlog {
  readonly name: string
  readonly queue: Queue
  readonly samples: number
  readonly lag: number
}

/** The queues in which more waits than what is on its way. */
function backlogsIn(facts: Facts): Backlog[] {
  if (!answers(facts)) return []
  const most = ON_ITS_WAY + longestSendDeadline(facts) / 1000
  const rate = scrapedPerSecond(facts)
  return [...queuesIn(facts)].flatMap(([name, queue]) => {
    const lag = lagOf(queue, facts)
    if (lag <= most && queue.pending <= BETWEEN_BATCHES) return []
    // Of what waits, the queue itself holds only as much as it may.
    return [{ name, queue, lag, samples: whole(Math.max(queue.pending, lag * rate)) }]
  })
}

function whole(value: number): number {
  return Math.min(Math.max(0, Math.round(value)), Number.MAX_SAFE_INTEGER)
}

function answers({ container, worker }: Facts): boolean {
  return container?.status === 'running' && worker !== undefined && worker.connectionError === undefined
}

function hasSent({ highestSent = 0 }: Queue): boolean {
  return highestSent > 0
}

/** Of a queue that never sent anything, all that the process has scraped waits. */
function lagOf(queue: Queue, { worker, now }: Facts): number {
  const { highestSent = 0, highestScraped = highestSent } = queue
  const since = hasSent(queue) ? highestSent : (worker?.startTime ?? now)
  return Math.max(0, (hasSent(queue) ? highestScraped : now) - since)
}

/** Milliseconds that a sample may wait for others, by the configuration that is loaded. */
function longestSendDeadline({ worker }: Facts): number {
  const written = (worker?.config ?? '').matchAll(/^ *batch_send_deadline: (?<duration>\w+)$/gmu)
  return Math.max(
    SEND_DEADLINE,
    ...[...written].map(({ groups }) => parseDuration(groups?.['duration'] ?? '') ?? SEND_DEADLINE),
  )
}
