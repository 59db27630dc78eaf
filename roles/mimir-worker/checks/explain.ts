import type { CheckResult } from '../../../src/model/check.ts'
import type { RemoteWriteError } from '../../../src/model/remote-write-error.ts'
import { type SafeText, safeLine } from '../../../src/values/safe-text.ts'
import type { Absence } from '../mimir/absence.ts'
import { errorField, remoteWriteErrorOf } from '../mimir/rejection-causes.ts'
import type { WorkerErrors } from '../programs/read-only/worker-errors.ts'
import { DEFAULTS } from '../worker/defaults.ts'

/** Findings that do not say why Mimir lacks what the node sends. */
const UNEXPLAINED = [
  'nothing-sent',
  'samples-failed',
  'backlog',
  'lagging',
  'not-arrived',
  'other-process-arrived',
  'series-missing',
  'scrapes-missing',
] as const

/** What may say why a node is not verified. */
export interface Reasons extends WorkerErrors {
  /** Lines about other URLs do not count. */
  readonly pushUrl: string
  readonly absent?: Absence | undefined
}

/** Whether the worker's log may say why a check failed. */
export function needsWorkerErrors(results: readonly CheckResult[]): boolean {
  return results.some((result) => unexplained(result) || notLoaded(result))
}

/**
 * The results with the reason why Mimir did not store what was sent, where the log or its absence says so, and why
 * the worker did not take its configuration.
 */
export function explain(results: readonly CheckResult[], reasons: Reasons): CheckResult[] {
  const { sending, loading, pushUrl, absent } = reasons
  const refusal =
    (needsAbsence(results) ? (absent ?? SWALLOWED) : undefined) ??
    remoteWriteErrorOf(sending, pushUrl) ??
    dropped(results)
  const evidence = firstMessage(loading)
  return results.map((result) => {
    if (refusal !== undefined && unexplained(result))
      return { ...result, finding: { ...result.finding, refusal } }
    return evidence !== '' && notLoaded(result)
      ? { ...result, finding: { kind: 'reload-failed', evidence } }
      : result
  })
}

function notLoaded({ state, finding }: CheckResult): boolean {
  return state === 'failed' && finding.kind === 'reload-failed'
}

/** The first error names the cause, those after it only what followed. Without its time it is the same on many nodes. */
function firstMessage(log: string): SafeText {
  const [line = ''] = log.split('\n')
  const job = /\bscrape_pool=(?<name>"[^"]*"|\S+)/u.exec(line)?.groups?.['name']
  return safeLine(`${job === undefined ? '' : `${job}: `}${errorField(line)}`, 400)
}

type OtherProcess = Extract<CheckResult['finding'], { kind: 'other-process-arrived' }>

interface Unexplained extends CheckResult {
  readonly finding: Extract<CheckResult['finding'], { kind: (typeof UNEXPLAINED)[number] }>
}

function unexplained(result: CheckResult): result is Unexplained {
  const { state, finding } = result
  // Two senders under one name explain each other.
  if (finding.kind === 'other-process-arrived' && !isOfBefore(finding)) return false
  return state === 'failed' && UNEXPLAINED.some((kind) => kind === finding.kind)
}

const SWALLOWED: RemoteWriteError = { cause: 'swallowed', evidence: safeLine('') }

/** The sender reports that everything was accepted, and Mimir has none of it: accepted but not stored. */
export function needsAbsence(results: readonly CheckResult[]): boolean {
  return (
    isSending(results) &&
    results.some(
      ({ check, state, finding }) => check === 'arrival' && state === 'failed' && isNothing(finding),
    )
  )
}

/** Some of it is there and some is not, though all of it was accepted: it was dropped behind the sender. */
function dropped(results: readonly CheckResult[]): RemoteWriteError | undefined {
  const some = results.some(({ finding }) => ['series-missing', 'scrapes-missing'].includes(finding.kind))
  return some && isSending(results) ? { cause: 'dropped', evidence: safeLine('') } : undefined
}

function isSending(results: readonly CheckResult[]): boolean {
  return results.some(({ check, state }) => check === 'sending' && state === 'passed')
}

/** Nothing of this process came: not itself, or only the one before it. */
function isNothing(finding: CheckResult['finding']): boolean {
  if (finding.kind === 'not-arrived') return finding.missing.includes(DEFAULTS.selfJob)
  return finding.kind === 'other-process-arrived' && isOfBefore(finding)
}

function isOfBefore({ expected, found, node }: OtherProcess): boolean {
  return found < expected && node === undefined
}
