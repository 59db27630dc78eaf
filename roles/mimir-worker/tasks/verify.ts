import type { CheckName, CheckResult } from '../../../src/model/check.ts'
import { failed, type Result, success } from '../../../src/model/result.ts'
import { pause } from '../../../src/play/interruption.ts'
import type { Arrival } from '../arrival.ts'
import { judge, settle, standing } from '../checks/index.ts'
import type { Look } from '../checks/look.ts'
import type { Facts } from '../facts.ts'

export interface VerifyOrder {
  /** What the node shall run. */
  readonly expected: Pick<Look, 'vars' | 'generation' | 'project'>
  /** A look that was taken already and still holds, where nothing was changed since. */
  readonly first: Facts | undefined
  readonly lookAgain: () => Promise<Result<Facts>>
  readonly arrival: () => Promise<Arrival>
  /** Node → since when its worker runs; filled by all nodes of the run as they are looked at. */
  readonly starts: Map<string, number>
  /** Milliseconds until what is waited for counts as failed. */
  readonly deadline: number
  readonly signal: AbortSignal
  readonly waiting: (checks: readonly CheckName[], secondsLeft: number) => void
  readonly judged: (checks: readonly CheckResult[]) => void
}

/** Checks whose only witness is the master. */
const MASTERS: readonly CheckName[] = ['arrival', 'isolation', 'fleet']

/** Milliseconds between two looks at a node that is not proven yet. */
const LOOK_EVERY = 2000

/** Look at a node until its whole chain of proof holds, something in it is broken for good, or the deadline comes. */
export async function verify(order: VerifyOrder): Promise<Result<CheckResult[]>> {
  const began = performance.now()
  let earlier: Facts | undefined
  let facts = order.first
  let waited = false
  for (;;) {
    if (facts === undefined) {
      const looked = await order.lookAgain()
      if (!looked.ok) return looked
      facts = looked.value
      waited = false
    }
    if (facts.worker?.startTime !== undefined)
      order.starts.set(order.expected.vars.node, facts.worker.startTime)
    const arrival = await order.arrival()
    const results = judge({ ...order.expected, facts, earlier, arrival, starts: order.starts })
    // A worker may have died while only the master's word was waited for: the last look is one of now.
    if (waited && standing(results) === 'proven') {
      facts = undefined
      continue
    }
    const left = order.deadline - (performance.now() - began)
    const ended = end(results, left, order)
    if (ended !== undefined) return ended
    order.waiting(open(results), Math.max(0, Math.ceil(left / 1000)))
    await pause(Math.min(LOOK_EVERY, left), order.signal)
    waited = true
    earlier ??= sameProcess(facts)
    // Once only the master's word is missing, the node need not be asked again and again.
    if (!onlyMasterMissing(results)) facts = undefined
  }
}

function end(
  results: readonly CheckResult[],
  left: number,
  order: VerifyOrder,
): Result<CheckResult[]> | undefined {
  const how = standing(results)
  if (how === 'waiting' && left > 0 && !order.signal.aborted) {
    order.judged(results)
    return undefined
  }
  const settled = order.signal.aborted ? [...results] : settle(results)
  order.judged(settled)
  if (how === 'proven') return success(settled)
  if (order.signal.aborted) return failed({ reason: 'aborted', during: 'verify' })
  return failed({
    reason: 'unproven',
    checks: settled.filter(({ state }) => state !== 'passed').map(({ check }) => check),
  })
}

function open(results: readonly CheckResult[]): CheckName[] {
  return results
    .filter(({ state, finding }) => state === 'waiting' && finding.kind !== 'not-reached')
    .map(({ check }) => check)
}

/** Another process in the master than on the node may mean that the node has a newer one by now: look again. */
function onlyMasterMissing(results: readonly CheckResult[]): boolean {
  const missing = results.filter(({ state }) => state === 'waiting')
  return missing.every(
    ({ check, finding }) => MASTERS.includes(check) && finding.kind !== 'other-process-arrived',
  )
}

function sameProcess(facts: Facts): Facts | undefined {
  return facts.worker?.startTime === undefined ? undefined : facts
}
