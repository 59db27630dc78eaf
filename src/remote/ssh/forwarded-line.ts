import type { Duplex } from 'node:stream'
import type { Failure, SshFailure } from '../../model/failure.ts'
import type { SshLogin } from '../../model/node.ts'
import { failed, type Result, success } from '../../model/result.ts'
import { endpoint } from '../../values/endpoint.ts'
import { safeLine } from '../../values/safe-text.ts'
import type { BorrowedSession } from './jump-hosts.ts'
import type { Line, ServerAddress } from './line.ts'
import type { NotForwarded } from './ssh-session.ts'

interface Forwarding {
  readonly target: ServerAddress
  readonly jump: SshLogin
  /** When it has to stand, on the clock of performance.now(). */
  readonly until: number
  readonly signal?: AbortSignal
}

/** A line through a jump host, whose connection is let go when the line closes. Always settles. */
export async function forwardedLine(
  { session, release }: BorrowedSession,
  forwarding: Forwarding,
): Promise<Result<Line>> {
  const { target, jump } = forwarding
  const through = endpoint({ host: jump.address, port: jump.port })
  const opened = await inTime(session.forward(target), forwarding)
  if (opened === 'aborted' || opened === 'late' || !opened.ok) {
    release()
    return failed(
      opened === 'aborted' ? { reason: 'aborted', during: 'connect' } : refusal(opened, target, through),
    )
  }
  const stream = opened.value
  stream.once('close', release)
  const ending = (): string | undefined => {
    const lost = session.lost()
    return lost === undefined ? undefined : `the connection to the jump host ${through} is lost: ${lost}`
  }
  return success({ stream, isDirect: false, ending })
}

type Opened = Result<Duplex, NotForwarded>

/** A jump host waits for a dead node as long as its kernel does: what comes later than we wait is closed. */
function inTime(
  opening: Promise<Opened>,
  { until, signal }: Forwarding,
): Promise<Opened | 'late' | 'aborted'> {
  return new Promise((resolve) => {
    let isOver = false
    const settle = (end: Opened | 'late' | 'aborted'): void => {
      isOver = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      resolve(end)
    }
    const onAbort = (): void => settle('aborted')
    const timer = setTimeout(() => settle('late'), until - performance.now())
    signal?.addEventListener('abort', onAbort, { once: true })
    if (signal?.aborted === true) onAbort()
    void opening.then((opened) => {
      if (!isOver) settle(opened)
      else if (opened.ok) opened.value.destroy()
    })
  })
}

type Cause = Extract<SshFailure, { reason: 'ssh-unreachable' }>['cause']

/** SSH_OPEN_ADMINISTRATIVELY_PROHIBITED */
const PROHIBITED = 1

/** The words of sshd are those of the system on which it runs. */
const CAUSES: readonly (readonly [RegExp, Cause])[] = [
  [/refused/iu, 'refused'],
  [/timed out|timeout/iu, 'timed-out'],
  [/no route|unreachable/iu, 'no-route'],
  [/not known|resolve|name resolution|no address/iu, 'unknown-host'],
]

function refusal(
  opened: 'late' | Extract<Opened, { ok: false }>,
  { address, port }: ServerAddress,
  through: string,
): Failure {
  const about = { reason: 'ssh-unreachable', address, port, through } as const
  if (opened === 'late')
    return { ...about, cause: 'timed-out', evidence: safeLine('the jump host opened no connection in time') }
  const { message, reason } = opened.failure
  const evidence = safeLine(message, 600)
  if (reason === PROHIBITED) return { ...about, cause: 'not-forwarded', evidence }
  const cause = CAUSES.find(([pattern]) => pattern.test(evidence))?.[1] ?? 'other'
  return { ...about, cause, evidence }
}
