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
  /** How many nodes are asked for their lease. */
  readonly asked: number
  /** Run → the nodes that say it holds them. */
  readonly held: Map<string, Set<string>>
  to?: Failure
}

export function mayYield(interruption: Interruption, asked: number): Yielding {
  const yielded = new AbortController()
  const { stopping, aborting } = interruption
  return {
    signal: AbortSignal.any([aborting, yielded.signal]),
    interruption: { ...interruption, stopping: AbortSignal.any([stopping, yielded.signal]) },
    giveUp: () => yielded.abort(),
    asked,
    held: new Map(),
  }
}

/**
 * Another run stops all of this one if it holds half of the nodes that were asked, or is known on this machine to go on.
 * Else the nodes that name it are lost alone: a node says what it likes, and one must not keep all others from being
 * changed. What is stopped by that is given up for the very same reason.
 */
export async function yieldTo(
  failure: Failure,
  node: string,
  yielding: Yielding,
  { isLiving }: Pick<RoleServices, 'isLiving'>,
): Promise<Failure> {
  if (failure.reason === 'aborted') return yielding.to ?? failure
  if (failure.reason !== 'lease-held') return failure
  const { run } = failure
  const nodes = yielding.held.get(run) ?? new Set()
  yielding.held.set(run, nodes.add(node))
  if (nodes.size * 2 >= yielding.asked || (await isLiving?.(run)) === true) {
    yielding.to ??= failure
    yielding.giveUp()
  }
  return failure
}

/** One warning, where nodes were lost to others and the rest goes on. */
export function reportLost({ context }: Pick<RoleServices, 'context'>, { held, to }: Yielding): void {
  const nodes = [...held.values()].flatMap((lost) => [...lost])
  if (to !== undefined || nodes.length === 0) return
  context.tell({ type: 'warning', text: context.describe({ kind: 'leases-lost', nodes }) })
}
