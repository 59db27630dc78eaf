import type { Result } from './result.ts'

/** A shell program for a node and what it may cost. The program is sent on stdin; nothing of it is in any argv. */
export interface Command {
  /** What is being done, for people: `observe`, `pull prom/prometheus:v2.53.3`. */
  readonly title: string
  /** A POSIX sh program, payload included. Read whole before its first line runs. */
  readonly program: string
  /** Milliseconds until it is given up, on this side and on the node. */
  readonly deadline: number
  readonly signal?: AbortSignal
  /** May be ended halfway on the node when it is aborted or the connection goes; otherwise it runs on to its end. */
  readonly cancellable?: boolean
  /**
   * Called with each whole line of stdout, without its newline, as it comes. False for a line that the program does not
   * print: nothing more is read, and there is no exit.
   */
  readonly onLine?: (line: string) => boolean
}

/** A command that ended: with any exit status, zero or not. Output keeps the head and the tail. */
export interface Exit {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * One machine that commands can be run on. `exec` always settles: an exit, or a Failure for a lost connection, a
 * missing exit status, a signal, the deadline or an abort. It never rejects, and never calls a command successful
 * that did not say so.
 */
export interface Host {
  readonly name: string
  exec(command: Command): Promise<Result<Exit>>
  close(): Promise<void>
}
