import type { Failure } from '../../../src/model/failure.ts'
import type { LeaseRequest } from '../../../src/model/lease-request.ts'
import { failed, type Result } from '../../../src/model/result.ts'
import { type Interruption, pause } from '../../../src/play/interruption.ts'
import type { RoleServices } from './fleet.ts'

/** Milliseconds between two tries for a lease that a run has which has to give it up, and how often it is tried. */
const TRY_EVERY = 1000
const MOST_TRIES = 60

/** What decides which run is first. */
export type Contender = Pick<RoleServices, 'leaseRequest' | 'isDead'>

/**
 * Of two runs that want the same nodes the one that began first gets them: it waits for what the other one took
 * meanwhile, and the other one leaves. Names of runs sort by time. What a run holds that has died meanwhile is taken.
 */
export async function takeInOrder<T>(
  once: (leaseRequest: LeaseRequest) => Promise<Result<T>>,
  { leaseRequest, isDead }: Contender,
  signal: AbortSignal,
): Promise<Result<T>> {
  const dead = new Set(leaseRequest.dead)
  for (let tries = 1; ; tries += 1) {
    const answer = await once({ ...leaseRequest, dead: [...dead] })
    if (answer.ok || answer.failure.reason !== 'lease-held') return answer
    const { run } = answer.failure
    if (!dead.has(run) && (await isDead?.(run)) === true) dead.add(run)
    else if (run < leaseRequest.run || tries === MOST_TRIES) return answer
    else await pause(TRY_EVERY, signal)
    if (signal.aborted) return failed({ reason: 'aborted', during: 'stage' })
  }
}

/** A run that may give its nodes up: for whom it did, and what of it ends then. */
export interface Yielding {
  /** Aborted where the run is ended, or gives up. */
  readonly signal: AbortSignal
  /** The operator's, which begins nothing new either where the run gives up. */
  readonly interruption: Interruption
  readonly giveUp: () => void
  to?: Failure
}

export function mayYield(interruption: Interruption): Yielding {
  const yielded = new AbortController()
  const { stopping, aborting } = interruption
  return {
    signal: AbortSignal.any([aborting, yielded.signal]),
    interruption: { ...interruption, stopping: AbortSignal.any([stopping, yielded.signal]) },
    giveUp: () => yielded.abort(),
  }
}

/** What another run holds stops all; what is stopped by that is given up for the very same reason. */
export function yieldTo(failure: Failure, yielding: Yielding): Failure {
  if (failure.reason === 'lease-held') {
    yielding.to ??= failure
    yielding.giveUp()
  }
  return failure.reason === 'aborted' ? (yielding.to ?? failure) : failure
}
