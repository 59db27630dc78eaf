import type { Duplex } from 'node:stream'
import { failed, type Result, success } from '../../model/result.ts'
import type { ProcessListener, RunningProcess } from '../execution/execution.ts'
import type { Launched } from '../execution/program.ts'
import type { Line, ServerAddress } from './line.ts'
import { createSemaphore, type Semaphore } from './semaphore.ts'
import type { SshChannel, SshClient } from './ssh-library.ts'

/** Channels open at a time on one connection; sshd allows ten (MaxSessions), and others may use some. */
const CHANNELS = 4

/** Milliseconds that a server has to close the connection. */
const GOODBYE = 1000

/** Why a jump host did not forward a connection: its words, and its reason by RFC 4254, 5.1, where it gave one. */
export interface NotForwarded {
  readonly message: string
  readonly reason?: number
}

/** One authenticated connection, on which commands run side by side, and which knows when it is lost. */
export interface SshSession {
  start(launched: Launched, listener: ProcessListener): RunningProcess
  /** A connection from there to somewhere else, through this one. */
  forward(target: ServerAddress): Promise<Result<Duplex, NotForwarded>>
  /** Why it is gone; undefined while it is there. */
  readonly lost: () => string | undefined
  /** Closes the connection and waits until it is gone; what still runs on it is lost. */
  close(): Promise<void>
}

/** Takes over a connection that is ready. */
export function createSession(client: SshClient, line: Line): SshSession {
  const { stream } = line
  const channels = createSemaphore(CHANNELS)
  const connection = watchConnection(client, line)
  return {
    lost: connection.lost,
    forward: async (target) =>
      new Promise((resolve) => {
        const lost = connection.lost()
        if (lost === undefined) forwardTo(client, target, connection.forwards, resolve)
        else resolve(failed({ message: lost }))
      }),
    start(launched, listener) {
      const lost = connection.lost()
      if (lost !== undefined) {
        listener.lost('connection-lost', lost)
        return { stop: () => undefined }
      }
      connection.running.add(listener)
      const pending = { launched, listener, isConnected: () => connection.lost() === undefined }
      const process = openChannel(client, channels, pending)
      return {
        stop(late) {
          connection.running.delete(listener)
          process.stop(late)
        },
      }
    },
    async close() {
      if (stream.destroyed || stream.closed) return
      client.end()
      await closed(stream)
    },
  }
}

/** Waits until a stream is closed; one whose server does not close it is closed here. */
function closed(stream: Duplex): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      stream.destroy()
      resolve()
    }, GOODBYE)
    stream.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

/** A connection, and whether it is lost. */
interface WatchedConnection {
  /** Why it is gone; undefined while it is there. */
  readonly lost: () => string | undefined
  /** The listeners to call when it is lost. */
  readonly running: Set<ProcessListener>
  /** What is told of connections that were asked for and not opened yet. */
  readonly forwards: Set<Forwarded>
}

type Forwarded = (result: Result<Duplex, NotForwarded>) => void

/**
 * ssh2 leaves the listeners of a channel waiting when the connection is reset, and an error without a listener ends
 * the process; so both are watched here, once, to the end. A connection that erred is destroyed at once, for its peer
 * may never answer a regular end.
 */
function watchConnection(client: SshClient, { stream, ending }: Line): WatchedConnection {
  const running = new Set<ProcessListener>()
  const forwards = new Set<Forwarded>()
  let lost: string | undefined
  client.on('error', (error) => {
    lost ??= error.message
    stream.destroy()
  })
  client.on('end', () => {
    lost ??= 'the connection was closed'
  })
  client.on('close', () => {
    lost = ending() ?? lost ?? 'the connection was closed'
    for (const listener of running) listener.lost('connection-lost', lost)
    running.clear()
    for (const settle of forwards) settle(failed({ message: lost }))
    forwards.clear()
  })
  return { lost: () => lost, running, forwards }
}

/** What ssh2 puts before a server's words. */
const OPEN_FAILURE = /^\(SSH\) Channel open failure: /u

function forwardTo(
  client: SshClient,
  { address, port }: ServerAddress,
  waiting: Set<Forwarded>,
  settle: Forwarded,
): void {
  waiting.add(settle)
  const answered = (error: (Error & { reason?: unknown }) | undefined, stream: SshChannel): void => {
    waiting.delete(settle)
    const reason = error?.reason
    settle(
      error === undefined
        ? success(stream)
        : failed({
            message: error.message.replace(OPEN_FAILURE, ''),
            ...(typeof reason === 'number' && { reason }),
          }),
    )
  }
  try {
    client.forwardOut('127.0.0.1', 0, address, port, answered)
  } catch (error) {
    waiting.delete(settle)
    settle(failed({ message: String(error) }))
  }
}

interface PendingExec {
  readonly launched: Launched
  readonly listener: ProcessListener
  /** Whether the connection is still there. */
  isConnected(): boolean
}

/** Opens the channel when there is room. Stopped before, nothing is opened; stopped while opening, nothing is run. */
function openChannel(client: SshClient, channels: Semaphore, pending: PendingExec): RunningProcess {
  let stopped = false
  let finish: (() => void) | undefined
  channels.acquire((release) => {
    if (stopped) return release()
    const opened = (error: Error | undefined, channel: SshChannel): void => {
      if (error !== undefined) {
        release()
        pending.listener.lost('connection-lost', `the SSH server refused to run a command: ${error.message}`)
        return
      }
      finish = () => {
        if (pending.isConnected()) channel.close()
        release()
      }
      if (stopped) finish()
      else attach(channel, pending)
    }
    try {
      client.exec(pending.launched.line, opened)
    } catch (error) {
      release()
      pending.listener.lost('connection-lost', String(error))
    }
  })
  return {
    stop() {
      stopped = true
      finish?.()
    },
  }
}

/** Hands the program over and listens. The listeners stay when we let go, for unread output would stall the rest. */
function attach(channel: SshChannel, { launched, listener }: PendingExec): void {
  listener.began()
  channel.on('error', (error: Error) => listener.lost('connection-lost', error.message))
  channel.on('data', (chunk: Buffer) => listener.stdout(chunk))
  channel.stderr.on('data', (chunk: Buffer) => listener.stderr(chunk))
  channel.on('exit', (exitCode: number | null, signal?: string) => {
    if (exitCode !== null) listener.exited({ exitCode })
    else if (signal !== undefined) listener.exited({ signal })
  })
  channel.on('close', () => listener.closed())
  if (launched.watched) channel.write(launched.stdin)
  else channel.end(launched.stdin)
}
