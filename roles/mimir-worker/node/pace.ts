import type { Facts } from './facts.ts'
import { queueTo } from './remote-write-queue.ts'

/** How far behind with sending a worker was at one look. Times and `lag` are seconds. */
export interface Pace {
  readonly at: number
  /** Since when the process runs. */
  readonly start: number
  readonly lag: number
  readonly pending: number
}

export function paceOf(facts: Facts, pushUrl: string): Pace {
  const { highestSent = 0, highestScraped = highestSent, pending } = queueTo(pushUrl, facts)
  return { at: facts.now, start: facts.worker?.startTime ?? 0, lag: highestScraped - highestSent, pending }
}
