import type { ServiceDown } from '../../../src/manifest/sections/rollout.ts'
import { type CheckName, type CheckResult, isProven } from '../../../src/model/check.ts'
import { failed, type Result, success } from '../../../src/model/result.ts'
import { pause } from '../../../src/play/interruption.ts'
import type { WorkerExpectation } from '../generation/worker-expectation.ts'
import type { Arrival } from '../mimir/arrival.ts'
import type { Facts } from '../node/facts.ts'
import type { WorkerErrors } from '../programs/read-only/worker-errors.ts'
import { chainState, judge, settle } from './chain.ts'
import { explain, needsWorkerErrors } from './explain.ts'
import { silentWitnesses, withExporterLogs } from './exporter-words.ts'
import { refusedSoFar } from './sending.ts'

export interface VerifyOrder {
  /** What the node must run. */
  readonly expected: WorkerExpectation
  /** An observation that still holds, where nothing was changed since. */
  readonly first: Facts | undefined
  readonly observeAgain: () => Promise<Result<Facts>>
  readonly arrival: () => Promise<Arrival>
  /** Errors in the worker's log; read only where something is not verified. */
  readonly workerErrors: () => Promise<WorkerErrors>
  /** The end of the logs of these containers; read only where what an exporter watches is down. */
  readonly exporterLogs: (containers: readonly string[]) => Promise<ReadonlyMap<string, string>>
  /** What it is where an exporter answers and what it watches is down. */
  readonly serviceDown: ServiceDown
  /** Node → since when its worker runs; filled by all nodes of the run as they are observed. */
  readonly starts: Map<string, number>
  /** Milliseconds until what is waited for counts as failed. */
  readonly deadline: number
  readonly signal: AbortSignal
  readonly waiting: (checks: readonly CheckName[], secondsLeft: number) => void
  readonly judged: (checks: readonly CheckResult[]) => void
}

/** Checks that only Mimir can answer. */
const MIMIRS: readonly CheckName[] = ['arrival', 'isolation', 'fleet', 'grafana']

/** Milliseconds between two observations of a node that is not verified yet. */
const OBSERVE_EVERY = 2000

/** Observes a node until its whole chain of checks passes, something in it is broken for good, or the deadline comes. */
export async function verify(order: VerifyOrder): Promise<Result<CheckResult[]>> {
  const began = performance.now()
  let previous: Facts | undefined
  let facts = order.first
  let waited = false
  for (;;) {
    if (facts === undefined) {
      const observed = await order.observeAgain()
      if (!observed.ok) return observed
      facts = observed.value
      waited = false
    }
    const results = await judgedNow(facts, previous, order)
    const state = chainState(results)
    // A worker may have died while only Mimir was awaited: the last observation is a fresh one.
    if (waited && state === 'proven') {
      facts = undefined
      continue
    }
    const left = order.deadline - (performance.now() - began)
    if (state !== 'waiting' || left <= 0 || order.signal.aborted) return end(results, order)
    order.judged(results)
    order.waiting(open(results), Math.max(0, Math.ceil(left / 1000)))
    await pause(Math.min(OBSERVE_EVERY, left), order.signal)
    waited = true
    previous = baseline(previous, facts, order.expected.vars.pushUrl)
    // Once only Mimir's answer is missing, the node is not observed again and again.
    if (!onlyMimirMissing(results)) facts = undefined
  }
}

async function judgedNow(
  facts: Facts,
  previous: Facts | undefined,
  order: VerifyOrder,
): Promise<CheckResult[]> {
  const { expected, starts, serviceDown } = order
  if (facts.worker?.startTime !== undefined) starts.set(expected.vars.node, facts.worker.startTime)
  return judge({ ...expected, facts, previous, arrival: await order.arrival(), starts, serviceDown })
}

async function end(results: readonly CheckResult[], order: VerifyOrder): Promise<Result<CheckResult[]>> {
  if (order.signal.aborted && chainState(results) !== 'proven') {
    order.judged(results)
    return failed({ reason: 'aborted', during: 'verify' })
  }
  // What is broken ends the wait for what was still open; only a deadline makes a failure of that.
  const settled = chainState(results) === 'broken' ? [...results] : settle(results)
  const sent = needsWorkerErrors(settled) ? explain(settled, await order.workerErrors()) : settled
  const containers = silentWitnesses(sent)
  const explained =
    containers.length > 0 ? withExporterLogs(sent, await order.exporterLogs(containers)) : sent
  order.judged(explained)
  const unproven = explained.filter((result) => !isProven(result)).map(({ check }) => check)
  return unproven.length === 0 ? success(explained) : failed({ reason: 'unproven', checks: unproven })
}

function open(results: readonly CheckResult[]): CheckName[] {
  return results
    .filter(({ state, finding }) => state === 'waiting' && finding.kind !== 'not-reached')
    .map(({ check }) => check)
}

/** Another process in Mimir than on the node may mean that the node has a newer one by now: observe it again. */
function onlyMimirMissing(results: readonly CheckResult[]): boolean {
  const missing = results.filter(({ state }) => state === 'waiting')
  return missing.every(
    ({ check, finding }) => MIMIRS.includes(check) && finding.kind !== 'other-process-arrived',
  )
}

/**
 * The observation to compare the next ones with: the oldest of the same process since which nothing was refused. What was
 * refused before it is forgiven then, as long as it does not become more.
 */
function baseline(previous: Facts | undefined, facts: Facts, pushUrl: string): Facts | undefined {
  const start = facts.worker?.startTime
  if (start === undefined) return previous
  const holds =
    previous?.worker?.startTime === start && refusedSoFar(previous, pushUrl) === refusedSoFar(facts, pushUrl)
  return holds ? previous : facts
}
