import type { Exit } from '../../model/host.ts'
import { failed, type Result } from '../../model/result.ts'
import { type Limits, watchLimits } from './limits.ts'
import { createRecording, type ExecRequest, type ProcessEnd, type Recording } from './recording.ts'

/** The events of a process that a transport starts. Events after the execution settled are ignored. */
export interface ProcessListener {
  /** The command line was accepted. */
  began(): void
  stdout(chunk: Buffer): void
  stderr(chunk: Buffer): void
  /** It ended; output may still be under way. */
  exited(end: ProcessEnd): void
  /** Its output ended too: nothing more will come. */
  closed(): void
  /** Nothing more can be known of it. */
  lost(reason: 'connection-lost' | 'internal', why: string): void
}

/** A process under way. `stop` lets go of it, and ends it where its command is cancellable, or where it is `late`. */
export interface RunningProcess {
  stop(late: boolean): void
}

/**
 * Runs one command through a transport's `start`, and always settles: an exit, or the failure that kept us from
 * one. Deadline and abort count from the call, also while the transport still waits to start.
 */
export function execute(
  request: ExecRequest,
  start: (listener: ProcessListener) => RunningProcess,
): Promise<Result<Exit>> {
  const { command } = request
  if (command.signal?.aborted === true) {
    return Promise.resolve(failed({ reason: 'aborted', during: command.title }))
  }
  const recording = createRecording(request)
  return new Promise((resolve) => {
    let settled = false
    let process: RunningProcess | undefined
    const settle = (result: Result<Exit>): void => {
      if (settled) return
      settled = true
      limits.end()
      process?.stop(isLate(result))
      resolve(result)
    }
    const limits = watchLimits(command, {
      late: () => settle(recording.late()),
      aborted: () => settle(recording.aborted()),
      quiet: () => settle(recording.concluded()),
    })
    try {
      process = start(listener(recording, limits, settle))
      if (settled) process.stop(false)
    } catch (error) {
      settle(recording.lost('internal', String(error)))
    }
  })
}

const isLate = (result: Result<Exit>): boolean => !result.ok && result.failure.reason === 'deadline'

function listener(
  recording: Recording,
  limits: Limits,
  settle: (result: Result<Exit>) => void,
): ProcessListener {
  return {
    began: () => recording.began(),
    stdout(chunk) {
      limits.outputReceived()
      try {
        if (!recording.stdout(chunk)) settle(recording.unreadable())
      } catch (error) {
        settle(recording.lost('internal', `the reader of its lines failed: ${String(error)}`))
      }
    },
    stderr(chunk) {
      limits.outputReceived()
      recording.stderr(chunk)
    },
    exited(end) {
      recording.exited(end)
      limits.ended()
    },
    closed: () => settle(recording.concluded()),
    lost: (reason, why) => settle(recording.lost(reason, why)),
  }
}
