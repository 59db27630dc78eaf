import { createBoundedOutput } from './bounded-output.ts'
import { createLineSplitter } from './lines.ts'
import { PROGRAM_STARTED, SHELL_STARTED, USER_REACHED } from './program.ts'

/** How far a launch came: nothing ran yet, the launch line runs, sudo allowed it, the program runs. */
export type LaunchStage = 'login' | 'shell' | 'user' | 'program'

/** Stdout as it comes: the launch's own marks taken off, the program's output kept and cut into lines. */
export interface LaunchAnswer {
  /** False where a line is too long for output of a program, or is none of it. */
  add(chunk: Buffer): boolean
  stage(): LaunchStage
  /** What the program wrote; before it started, what the login shell wrote. */
  text(): string
}

/** Bytes of chatter that a login shell may print before our mark without being cut. */
const LONGEST_CHATTER = 64 * 1024

const MARKS = { login: SHELL_STARTED, shell: USER_REACHED, user: PROGRAM_STARTED } as const
const NEXT = { login: 'shell', shell: 'user', user: 'program' } as const

export function createAnswer(onLine?: (line: string) => boolean): LaunchAnswer {
  const output = createBoundedOutput()
  const lines = onLine && createLineSplitter(onLine)
  let stage: LaunchStage = 'login'
  let pending: Buffer = Buffer.alloc(0)

  /** Gives back the bytes after the last mark, where it has come. */
  const passMarks = (chunk: Buffer): Buffer | undefined => {
    pending = Buffer.concat([pending, chunk])
    while (stage !== 'program') {
      const at = pending.indexOf(MARKS[stage])
      if (at === -1) {
        pending = pending.subarray(Math.max(0, pending.length - LONGEST_CHATTER))
        return undefined
      }
      pending = pending.subarray(at + MARKS[stage].length)
      stage = NEXT[stage]
    }
    const program = pending
    pending = Buffer.alloc(0)
    return program
  }

  return {
    add(chunk) {
      const program = stage === 'program' ? chunk : passMarks(chunk)
      if (program === undefined) return true
      output.add(program)
      return lines?.add(program) ?? true
    },
    stage: () => stage,
    text: () => (stage === 'program' ? output.text() : pending.toString('utf8')),
  }
}
