import type { CheckResult } from '../../../src/model/check.ts'
import type { RemoteWriteError } from '../../../src/model/remote-write-error.ts'
import { type SafeText, safeLine } from '../../../src/values/safe-text.ts'
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
] as const

/** Whether the worker's log may say why a check failed. */
export function needsWorkerErrors(results: readonly CheckResult[]): boolean {
  return results.some((result) => unexplained(result) || notLoaded(result))
}

/**
 * The results with the reason why Mimir did not store what was sent, where the log or its absence says so, and why
 * the worker did not take its configuration.
 */
export function explain(results: readonly CheckResult[], { sending, loading }: WorkerErrors): CheckResult[] {
  const refusal = notStored(results) ?? remoteWriteErrorOf(sending)
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

/** The sender reports that everything was accepted, and Mimir has none of it: accepted but not stored. */
function notStored(results: readonly CheckResult[]): RemoteWriteError | undefined {
  const sent = results.some(({ check, state }) => check === 'sending' && state === 'passed')
  const nothing = results.some(
    ({ check, state, finding }) => check === 'arrival' && state === 'failed' && isNothing(finding),
  )
  return sent && nothing ? { cause: 'swallowed', evidence: safeLine('') } : undefined
}

/** Nothing of this process came: not itself, or only the one before it. */
function isNothing(finding: CheckResult['finding']): boolean {
  if (finding.kind === 'not-arrived') return finding.missing.includes(DEFAULTS.selfJob)
  return finding.kind === 'other-process-arrived' && isOfBefore(finding)
}

function isOfBefore({ expected, found, node }: OtherProcess): boolean {
  return found < expected && node === undefined
}
