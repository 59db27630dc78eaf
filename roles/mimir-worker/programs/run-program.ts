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

/** Characters and lines of an answer that are read: a node that says more than this does not answer, it floods. */
const LONGEST_ANSWER = 16 * 1024 * 1024
const MOST_LINES = 10_000

/** The exit status of a program that reported its failure itself. */
const REPORTED = 10

/** Run a node-side program and read its answer; its own report of a failure goes before its exit status. */
export async function runProgram(order: ProgramOrder): Promise<Result<ProgramOutput>> {
  const { host, title, program, deadline, signal, cancellable } = order
  const reader = createReader(order)
  const exit = await host.exec({ title, program, deadline, signal, cancellable, onLine: reader.take })
  const answered = (): Result<ProgramOutput> =>
    readProgramOutput(reader.lines, title, order.failure ?? unexpected(title))
  if (reader.hasRefused()) return answered()
  if (!exit.ok) return exit
  const { exitCode, stderr } = exit.value
  if (exitCode !== 0 && exitCode !== REPORTED) {
    return failed({ reason: 'command-failed', during: title, exitCode, evidence: safeText(stderr, 1000) })
  }
  return answered()
}

interface AnswerReader {
  /** What was read, up to the first line that is none of an answer. */
  readonly lines: readonly string[]
  /** False for a line that is none of an answer, or one too many. */
  readonly take: (line: string) => boolean
  hasRefused(): boolean
}

/** Reads lines as they come, so that a node that floods is cut off with its first line. */
function createReader({ takeLine, progress }: ProgramOrder): AnswerReader {
  const lines: string[] = []
  let length = 0
  let ended = false
  let refused = false
  const isExpected = (line: string): boolean => {
    lines.push(line)
    length += line.length
    if (length > LONGEST_ANSWER || lines.length > MOST_LINES) return false
    if (ended) return true
    const answer = answerLine(line)
    if (answer === undefined) return false
    ended = 'done' in answer || 'failure' in answer
    const found = 'progress' in answer && ACTIVITIES.find((activity) => activity === answer.progress)
    if (found !== false && found !== undefined) progress?.(found)
    return true
  }
  const take = (line: string): boolean => {
    refused ||= takeLine?.(line) !== true && !isExpected(line)
    return !refused
  }
  return { lines, take, hasRefused: () => refused }
}

function unexpected(during: string): (reason: string, evidence: string) => Failure {
  return (reason, evidence) => ({
    reason: 'unreadable-answer',
    during,
    evidence: safeText(`${reason}: ${evidence}`, 1000),
  })
}
