import type { ExecFailure } from '../../model/failure.ts'
import type { Command, Exit } from '../../model/host.ts'
import { failed, type Result, success } from '../../model/result.ts'
import { type SafeText, safeText } from '../../values/safe-text.ts'
import { createAnswer, type LaunchStage } from './answer.ts'
import { createBoundedOutput } from './bounded-output.ts'

/** How a process ended; empty where its transport does not know. */
export interface ProcessEnd {
  readonly exitCode?: number
  readonly signal?: string
}

/** What is run, and how. */
export interface ExecRequest {
  readonly command: Command
  /** It is run through sudo, as root. */
  readonly sudo: boolean
  readonly user: string
}

/** The output of a process so far, and the results that can be concluded from it. */
export interface Recording {
  /** The command line was accepted; before that, it is none of its stages that is late. */
  began(): void
  /** False where a line is too long for output of a program, or is none of it. */
  stdout(chunk: Buffer): boolean
  stderr(chunk: Buffer): void
  exited(end: ProcessEnd): void
  /** It is over, with or without an exit status. */
  concluded(): Result<Exit>
  /** The deadline came; a process that ended in time, its output still held open, counts as ended. */
  late(): Result<Exit>
  aborted(): Result<Exit>
  unreadable(): Result<Exit>
  lost(reason: 'connection-lost' | 'internal', why: string): Result<Exit>
}

export function createRecording(request: ExecRequest): Recording {
  const { title: during, deadline, onLine } = request.command
  const stdout = createAnswer(onLine)
  const stderr = createBoundedOutput()
  let end: ProcessEnd | undefined
  let hasBegun = false

  const evidence = (): SafeText => tailOf(stderr.text().trim() === '' ? stdout.text() : stderr.text())
  const recorded = (): RecordedOutput => ({
    stage: stdout.stage(),
    stdout: stdout.text(),
    stderr: stderr.text(),
  })
  const concluded = (): Result<Exit> => conclude(request, end ?? {}, recorded())
  return {
    began: () => {
      hasBegun = true
    },
    stdout: (chunk) => stdout.add(chunk),
    stderr: (chunk) => stderr.add(chunk),
    exited: (how) => {
      end = how
    },
    concluded,
    late: () => {
      if (end !== undefined) return concluded()
      const seconds = deadline / 1000
      const stage = stdout.stage()
      return stage === 'program' || !hasBegun
        ? failed({ reason: 'deadline', during, seconds, evidence: evidence() })
        : failed(notStarted(request, stage, { seconds, evidence: evidence() }))
    },
    aborted: () => failed({ reason: 'aborted', during }),
    unreadable: () => failed({ reason: 'unreadable-answer', during, evidence: evidence() }),
    lost: (reason, why) =>
      failed({ reason, during, evidence: safeText(`${why}\n${tailOf(stderr.text())}`.trim()) }),
  }
}

interface RecordedOutput {
  readonly stage: LaunchStage
  readonly stdout: string
  readonly stderr: string
}

/** Only a program that is known to have run, and to have ended on its own, has an exit. */
function conclude(
  { command, sudo, user }: ExecRequest,
  end: ProcessEnd,
  recorded: RecordedOutput,
): Result<Exit> {
  const { title: during } = command
  const { stage, stdout, stderr } = recorded
  const evidence = tailOf(stderr.trim() === '' ? stdout : stderr)
  const all = tailOf(`${stderr}\n${stdout}`)
  const { signal, exitCode } = end
  if (signal !== undefined) return failed({ reason: 'killed', during, signal, evidence })
  if (exitCode === undefined) return failed({ reason: 'no-exit-status', during, evidence })
  if (stage === 'program') return success({ exitCode, stdout, stderr })
  if (stage === 'shell' && sudo) return failed({ reason: 'sudo-refused', user, evidence: all })
  // A shell that had the program and ended with an error could not read it.
  if (stage === 'user' && exitCode !== 0)
    return failed({ reason: 'command-failed', during, exitCode, evidence: all })
  return failed(notStarted({ command, sudo, user }, stage, { exitCode, evidence: all }))
}

type NotStarted = Extract<ExecFailure, { reason: 'not-started' }>

/** Without sudo there is only one shell, which reads the program. */
function notStarted(
  { command: { title: during }, sudo, user }: ExecRequest,
  stage: NotStarted['stage'],
  how: Pick<NotStarted, 'exitCode' | 'seconds' | 'evidence'>,
): ExecFailure {
  return { reason: 'not-started', stage: stage === 'shell' && !sudo ? 'user' : stage, during, user, ...how }
}

const TAIL = 2000

/** The end of an output, where the cause is. */
function tailOf(text: string): SafeText {
  const trimmed = text.trim()
  return safeText(trimmed.length > TAIL ? `…${trimmed.slice(-TAIL)}` : trimmed)
}
