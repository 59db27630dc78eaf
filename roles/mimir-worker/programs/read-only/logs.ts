import type { Failure } from '../../../../src/model/failure.ts'
import type { Host } from '../../../../src/model/host.ts'
import { type Result, success } from '../../../../src/model/result.ts'
import type { LogSelection } from '../../../../src/play/role.ts'
import { safeText } from '../../../../src/values/safe-text.ts'
import { answerLine } from '../../node/program-output.ts'
import { DEFAULTS } from '../../worker/defaults.ts'
import { program } from '../program.ts'
import { runProgram } from '../run-program.ts'

export interface LogOrder extends LogSelection {
  readonly host: Host
  readonly deadline: number
  readonly signal: AbortSignal
  /** No line up to this time is passed on, whatever is selected; empty for all that is selected. */
  readonly after: string
  /** The log is there, and is being read. */
  readonly opened: () => void
  /** Each line as the worker wrote it, and when: as the engine has it, so that text order is time's. */
  readonly line: (time: string, text: string) => void
}

const LINE = /^(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z) ?(?<text>.*)$/u

/** Reads the worker's log, to its end or until the signal is aborted. No line is passed on twice. */
export async function readLogs(order: LogOrder): Promise<Result<void>> {
  const { host, after, follow, deadline, signal, line, opened } = order
  let last = after
  const takeLine = (raw: string): boolean => {
    const { time = '', text = '' } = LINE.exec(raw)?.groups ?? {}
    const answer = time === '' ? answerLine(raw) : undefined
    if (answer !== undefined && 'fact' in answer) opened()
    if (time > last) {
      last = time
      line(time, text)
    }
    return answer === undefined
  }
  const text = program('logs', {
    SERVICE: DEFAULTS.service,
    ...from(order),
    FOLLOW: follow ? 'yes' : 'no',
  })
  const run = { host, title: 'logs', program: text, deadline, signal, cancellable: true }
  const answer = await runProgram({ ...run, takeLine, failure: logFailure })
  return answer.ok ? success(undefined) : answer
}

/** Where the engine begins. */
function from({ after, since, tail }: LogOrder): { readonly SINCE: string; readonly TAIL: string } {
  if (after !== '') return { SINCE: after, TAIL: 'all' }
  return {
    SINCE: since === undefined ? '' : `${since}s`,
    TAIL: tail === undefined ? 'all' : String(tail),
  }
}

function logFailure(reason: string, raw: string): Failure {
  const evidence = safeText(raw.trim(), 1500)
  if (reason === 'engine-missing') return { reason, engine: 'docker' }
  if (reason === 'engine-down') return { reason, engine: 'docker', evidence }
  if (reason === 'worker-missing') return { reason, container: evidence }
  return { reason: 'unreadable-answer', during: 'logs', evidence }
}
