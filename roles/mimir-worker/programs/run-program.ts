import type { Failure } from '../../../src/model/failure.ts'
import type { Host } from '../../../src/model/host.ts'
import { ACTIVITIES, type Activity } from '../../../src/model/progress.ts'
import { failed, type Result } from '../../../src/model/result.ts'
import { safeText } from '../../../src/values/safe-text.ts'
import { answerLine, type ProgramOutput, readProgramOutput } from '../node/program-output.ts'

export interface ProgramOrder {
  readonly host: Host
  readonly title: string
  readonly program: string
  readonly deadline: number
  readonly signal: AbortSignal
  /** Whether the node may be left in the middle of it: nothing half-done is ever seen by a running worker. */
  readonly cancellable: boolean
  /** Takes a line that is none of the answer, such as one of the log that the program prints; true where it did. */
  readonly takeLine?: (line: string) => boolean
  /** Told each step that the program announces, as it does. */
  readonly progress?: (found: Activity) => void
  /** What a failure that the program itself reported means. */
  readonly failure?: (reason: string, evidence: string) => Failure
}

/** Characters of an answer that are kept; a node that says more than this does not answer, it floods. */
const LONGEST_ANSWER = 16 * 1024 * 1024

/** The exit status of a program that reported its failure itself. */
const REPORTED = 10

/** Run a node-side program and read its answer; its own report of a failure goes before its exit status. */
export async function runProgram(order: ProgramOrder): Promise<Result<ProgramOutput>> {
  const { host, title, program, deadline, signal, cancellable, progress, takeLine } = order
  const lines: string[] = []
  let length = 0
  const onLine = (line: string): void => {
    if (takeLine?.(line) === true) return
    length += line.length
    if (length > LONGEST_ANSWER) return
    lines.push(line)
    const answer = answerLine(line)
    if (answer === undefined || !('progress' in answer)) return
    const found = ACTIVITIES.find((activity) => activity === answer.progress)
    if (found !== undefined) progress?.(found)
  }
  const exit = await host.exec({ title, program, deadline, signal, cancellable, onLine })
  if (!exit.ok) return exit
  const { exitCode, stderr } = exit.value
  if (exitCode !== 0 && exitCode !== REPORTED) {
    return failed({ reason: 'command-failed', during: title, exitCode, evidence: safeText(stderr, 1000) })
  }
  return readProgramOutput(lines, title, order.failure ?? unexpected(title))
}

function unexpected(during: string): (reason: string, evidence: string) => Failure {
  return (reason, evidence) => ({
    reason: 'unreadable-answer',
    during,
    evidence: safeText(`${reason}: ${evidence}`, 1000),
  })
}
