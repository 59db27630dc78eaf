import type { Failure } from '../../../../src/model/failure.ts'
import type { Host } from '../../../../src/model/host.ts'
import { failed, type Result, success } from '../../../../src/model/result.ts'
import type { LogSelection } from '../../../../src/play/role.ts'
import { safeText } from '../../../../src/values/safe-text.ts'
import { answerLine, readProgramOutput } from '../../node/program-output.ts'
import { DEFAULTS } from '../../worker/defaults.ts'
import { program } from '../program.ts'

export interface LogOrder extends LogSelection {
  readonly host: Host
  readonly deadline: number
  readonly signal: AbortSignal
  /** Nothing up to this time is told, whatever else is asked for; empty for all that is asked for. */
  readonly after: string
  /** The log is there, and is being read. */
  readonly opened: () => void
  /** Each line as the worker wrote it, and when: as the engine tells it, so that text order is time's. */
  readonly line: (time: string, text: string) => void
}

const LINE = /^(?<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z) ?(?<text>.*)$/u

/** Read the worker's log, to its end or for as long as the signal lets it. No line is told twice. */
export async function readLogs(order: LogOrder): Promise<Result<void>> {
  const { host, after, follow, deadline, signal, line, opened } = order
  const answers: string[] = []
  let last = after
  const onLine = (raw: string): void => {
    const { time = '', text = '' } = LINE.exec(raw)?.groups ?? {}
    if (time === '') {
      const answer = answerLine(raw)
      if (answer === undefined) return
      if ('fact' in answer) opened()
      answers.push(raw)
    } else if (time > last) {
      last = time
      line(time, text)
    }
  }
  const text = program('logs', {
    SERVICE: DEFAULTS.service,
    ...from(order),
    FOLLOW: follow ? 'yes' : 'no',
  })
  const exit = await host.exec({ title: 'logs', program: text, deadline, signal, cancellable: true, onLine })
  if (!exit.ok) return exit
  const answer = readProgramOutput(answers, 'logs', logFailure)
  return answer.ok ? success(undefined) : failed(answer.failure)
}

/** From where the engine is to tell. */
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
