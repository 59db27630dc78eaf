import type { ServiceDown } from '../../../src/manifest/sections/rollout.ts'
import { type CheckName, type CheckResult, isProven } from '../../../src/model/check.ts'
import { failed, type Result, success } from '../../../src/model/result.ts'
import { pause } from '../../../src/play/interruption.ts'
import type { WorkerExpectation } from '../generation/worker-expectation.ts'
import type { Absence } from '../mimir/absence.ts'
import type { Arrival } from '../mimir/arrival.ts'
import type { Completeness, CountedNode } from '../mimir/completeness.ts'
import { isIncurable, remoteWriteErrorOf } from '../mimir/rejection-causes.ts'
import type { Facts } from '../node/facts.ts'
import { type Pace, paceOf } from '../node/pace.ts'
import type { WorkerErrors } from '../programs/read-only/worker-errors.ts'
import { chainState, judge, settle } from './chain.ts'
import { countedNode } from './completeness.ts'
import type { Evidence } from './evidence.ts'
import { explain, needsAbsence, needsWorkerErrors } from './explain.ts'
import { silentWitnesses, withExporterLogs } from './exporter-words.ts'
import { broken } from './result.ts'
import { refusedSoFar, refusesAgain } from './sending.ts'

export interface VerifyOrder {
  /** What the node must run. */
  readonly expected: WorkerExpectation
  /** An observation that still holds, where nothing was changed since. */
  readonly first: Facts | undefined
  readonly observeAgain: () => Promise<Result<Facts>>
  readonly arrival: () => Promise<Arrival>
  /** It sends where the manifest does not; if nothing answers there, its chain ends before arrival. */
  readonly elsewhere?: boolean
  /** Whether all of it arrived; asked once everything else has. Undefined where the node has to ask again. */
  readonly completeness: (node: CountedNode) => Promise<Completeness | undefined>
  /** Why nothing of a process that was started then is seen, though all was taken; undefined where nothing shows it. */
  readonly absence: (start: number) => Promise<Absence | undefined>
  /** Errors in the worker's log; read only where something is not verified. */
  readonly workerErrors: (facts: Facts) => Promise<WorkerErrors>
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

/** Milliseconds between two looks into the log of a worker whose samples are refused. */
const READ_LOG_EVERY = 10_000

/** Answers by which Mimir refuses a query, one after the other, from which on another wait is of no use. */
const REFUSALS = 3

/** How far behind a worker was is remembered for that many looks. */
const PACES = 30

/** What is remembered from look to look. */
interface Memory {
  previous: Facts | undefined
  firstArrival: Arrival | undefined
  paces: readonly Pace[]
  /** Answers in a row by which Mimir refused a query for good. */
  refusedQueries: number
  logReadAt: number
}

/** Observes a node until its whole chain of checks passes, something in it is broken for good, or the deadline comes. */
export async function verify(order: VerifyOrder): Promise<Result<CheckResult[]>> {
  const began = performance.now()
  const memory: Memory = {
    previous: undefined,
    firstArrival: undefined,
    paces: [],
    refusedQueries: 0,
    logReadAt: Number.NEGATIVE_INFINITY,
  }
  let facts = order.first
  let observedAt = began
  let waited = false
  for (;;) {
    if (facts === undefined) {
      const observed = await order.observeAgain()
      if (!observed.ok) return observed
      facts = observed.value
      observedAt = performance.now()
      waited = false
    }
    const evidence = await evidenceNow(facts, observedAt, memory, order)
    const results = await endedIfIncurable(judge(evidence), evidence, memory, order)
    const state = chainState(results)
    // A worker may have died while only Mimir was awaited: the last observation is a fresh one.
    if (waited && state === 'proven') {
      facts = undefined
      continue
    }
    const left = order.deadline - (performance.now() - began)
    if (state !== 'waiting' || left <= 0 || order.signal.aborted) return end(results, facts, order)
    order.judged(results)
    order.waiting(open(results), Math.max(0, Math.ceil(left / 1000)))
    await pause(Math.min(OBSERVE_EVERY, left), order.signal)
    waited = true
    remember(memory, evidence)
    // Once only Mimir's answer is missing, the node is not observed again and again.
    if (!onlyMimirMissing(results)) facts = undefined
  }
}

async function evidenceNow(
  facts: Facts,
  observedAt: number,
  memory: Memory,
  order: VerifyOrder,
): Promise<Evidence> {
  const { expected, starts, serviceDown, elsewhere = false } = order
  if (facts.worker?.startTime !== undefined) starts.set(expected.vars.node, facts.worker.startTime)
  const { previous, firstArrival, paces } = memory
  const arrival = await order.arrival()
  const age = (performance.now() - observedAt) / 1000
  const looks = { facts, age, previous, paces, arrival, firstArrival, starts }
  const evidence = { ...expected, ...looks, serviceDown, elsewhere }
  if (!judge(evidence).some(({ finding }) => finding.kind === 'series-uncounted')) return evidence
  return { ...evidence, completeness: await order.completeness(countedNode(evidence)) }
}

function remember(memory: Memory, { facts, arrival, vars }: Evidence): void {
  const { pushUrl } = vars
  memory.previous = baseline(memory.previous, facts, pushUrl)
  const pace = paceOf(facts, pushUrl)
  if (memory.paces.at(-1)?.at !== pace.at) memory.paces = [...memory.paces, pace].slice(-PACES)
  if (arrival !== undefined && !('queryError' in arrival)) memory.firstArrival ??= arrival
}

/** What waiting cannot mend is not waited for: as long as samples are refused, the worker's log says whether it can. */
async function endedIfIncurable(
  results: readonly CheckResult[],
  evidence: Evidence,
  memory: Memory,
  order: VerifyOrder,
): Promise<readonly CheckResult[]> {
  memory.refusedQueries = results.some(isRefusedForGood) ? memory.refusedQueries + 1 : 0
  if (order.signal.aborted || chainState(results) !== 'waiting') return results
  if (memory.refusedQueries >= REFUSALS)
    return results.map((result) => (isRefusedForGood(result) ? broken(result.check, result.finding) : result))
  const isDue = performance.now() - memory.logReadAt >= READ_LOG_EVERY
  const isRefused = results.some(({ finding }) => finding.kind === 'samples-failed')
  if (!isDue || !isRefused || !refusesAgain(evidence)) return results
  memory.logReadAt = performance.now()
  const { sending } = await order.workerErrors(evidence.facts)
  const refusal = remoteWriteErrorOf(sending, evidence.vars.pushUrl)
  if (refusal === undefined || !isIncurable(refusal.cause)) return results
  return results.map((result) =>
    result.finding.kind === 'samples-failed' ? broken(result.check, result.finding) : result,
  )
}

/** A wrong path, tenant, login or scheme is the same after any wait. */
function isRefusedForGood({ check, finding }: CheckResult): boolean {
  if (check !== 'arrival' || finding.kind !== 'mimir-refused') return false
  const { status } = finding
  return (status >= 300 && status < 400) || [400, 401, 403, 404, 405].includes(status)
}

async function end(
  results: readonly CheckResult[],
  facts: Facts,
  order: VerifyOrder,
): Promise<Result<CheckResult[]>> {
  if (order.signal.aborted && chainState(results) !== 'proven') {
    order.judged(results)
    return failed({ reason: 'aborted', during: 'verify' })
  }
  // What is broken ends the wait for what was still open; only a deadline makes a failure of that.
  const settled = chainState(results) === 'broken' ? [...results] : settle(results)
  const explained = await withLogs(await withReasons(settled, facts, order), order)
  order.judged(explained)
  const unproven = explained.filter((result) => !isProven(result)).map(({ check }) => check)
  return unproven.length === 0 ? success(explained) : failed({ reason: 'unproven', checks: unproven })
}

async function withReasons(
  settled: CheckResult[],
  facts: Facts,
  { expected, workerErrors, absence }: VerifyOrder,
): Promise<CheckResult[]> {
  if (!needsWorkerErrors(settled)) return settled
  const start = facts.worker?.startTime
  const absent = start !== undefined && needsAbsence(settled) ? await absence(start) : undefined
  return explain(settled, { pushUrl: expected.vars.pushUrl, ...(await workerErrors(facts)), absent })
}

async function withLogs(results: CheckResult[], { exporterLogs }: VerifyOrder): Promise<CheckResult[]> {
  const containers = silentWitnesses(results)
  return containers.length > 0 ? withExporterLogs(results, await exporterLogs(containers)) : results
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
 * refused before it is forgiven after a while, as long as it does not become more.
 */
function baseline(previous: Facts | undefined, facts: Facts, pushUrl: string): Facts | undefined {
  const start = facts.worker?.startTime
  if (start === undefined) return previous
  const holds =
    previous?.worker?.startTime === start && refusedSoFar(previous, pushUrl) === refusedSoFar(facts, pushUrl)
  return holds ? previous : facts
}
