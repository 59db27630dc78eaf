import type { Host } from '../../../src/model/host.ts'
import { failed, type Result, success } from '../../../src/model/result.ts'
import { pause } from '../../../src/play/interruption.ts'
import type { Facts } from '../node/facts.ts'
import { observeNode } from '../programs/read-only/observe.ts'
import type { WorkerSettings } from '../worker/vars.ts'
import { type Drain, type DrainObservation, drainOf } from './drain-state.ts'

export interface DrainOrder {
  readonly host: Host
  readonly settings: WorkerSettings
  /** Milliseconds that a worker may take to send what it has; it is observed at least once. */
  readonly timeout: number
  /** Milliseconds for one observation. */
  readonly deadline: number
  readonly signal: AbortSignal
  readonly waiting: (queue: { readonly samples: number; readonly seconds: number }) => void
}

/** How the wait for a worker's queue ended, and the last observation of it. */
export interface DrainEnd {
  readonly drain: Exclude<Drain, { kind: 'waiting' }>
  readonly facts: Facts
}

/** Milliseconds between two observations. */
const OBSERVE_EVERY = 2000

/** Wait until the worker of a node may be stopped, or for as long as it is worth. */
export async function drain(order: DrainOrder): Promise<Result<DrainEnd>> {
  const { timeout, signal, waiting } = order
  const began = performance.now()
  let first: DrainObservation | undefined
  for (;;) {
    // It is queried where its present container listens, which need not be where the next one will.
    const observed = await observeNode({ ...order, listen: undefined, apiInterface: '' })
    if (!observed.ok) return observed
    const last = { at: performance.now() - began, facts: observed.value }
    first = first !== undefined && isSameProcess(first, last) ? first : last
    const found = drainOf(first, last, timeout)
    if (found.kind !== 'waiting') return success({ drain: found, facts: last.facts })
    waiting({ samples: found.samples, seconds: found.seconds })
    await pause(Math.min(OBSERVE_EVERY, timeout - last.at), signal)
    if (signal.aborted) return failed({ reason: 'aborted', during: 'drain' })
  }
}

function isSameProcess(a: DrainObservation, b: DrainObservation): boolean {
  return a.facts.worker?.startTime === b.facts.worker?.startTime
}
