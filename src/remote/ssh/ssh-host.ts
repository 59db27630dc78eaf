import { setMaxListeners } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { Failure } from '../../model/failure.ts'
import type { Host } from '../../model/host.ts'
import type { SshLogin, SshReach } from '../../model/node.ts'
import { failed, type Result, success } from '../../model/result.ts'
import { safeLine, safeText } from '../../values/safe-text.ts'
import { execute } from '../execution/execution.ts'
import { launch } from '../execution/program.ts'
import { isWorthRetrying } from './attempt.ts'
import { type Dialling, dial, type Keepalive } from './dial.ts'
import { forwardedLine } from './forwarded-line.ts'
import { identitiesOf } from './identities.ts'
import type { JumpHosts, JumpWay } from './jump-hosts.ts'
import type { KeyRing } from './key-ring.ts'
import type { KnownHosts } from './known-hosts-store.ts'
import { commandLine, type Line, tcpLine } from './line.ts'
import { sshFailure } from './ssh-failure.ts'
import { loadSshLibrary } from './ssh-library.ts'
import type { SshSession } from './ssh-session.ts'

export interface SshOptions {
  /** Milliseconds until a connection must stand, retries included. */
  readonly connectDeadline: number
  readonly keepalive: Keepalive
  /** Milliseconds before the first retry, on average; the second waits twice as long. */
  readonly retryPause: number
  /** What known_hosts files say; read once for all nodes that name them. */
  readonly hostKeysOf: (files: readonly string[]) => KnownHosts
  readonly keys: KeyRing
  readonly jumpHosts: JumpHosts
  /** The socket of the agent, for logins without one of their own. */
  readonly agent?: string
  readonly signal?: AbortSignal
}

/** Connects, authenticates, and gives back the node as a Host on this one connection. Never rejects. */
export async function openSshHost(name: string, reach: SshReach, options: SshOptions): Promise<Result<Host>> {
  try {
    // One signal stops a whole fleet, and Node warns of a leak at the eleventh listener.
    if (options.signal !== undefined) setMaxListeners(0, options.signal)
    const { jumps = [], proxyCommand } = reach
    const session = await connectTo(reach, { jumps, proxyCommand }, options)
    return session.ok ? success(hostOf(name, reach, session.value)) : session
  } catch (error) {
    return failed({ reason: 'internal', during: 'connect', evidence: safeText(String(error)) })
  }
}

async function connectTo(login: SshLogin, way: JumpWay, options: SshOptions): Promise<Result<SshSession>> {
  const { connectDeadline: deadline, hostKeysOf, keepalive, signal, keys, agent, retryPause } = options
  const identities = await identitiesOf(login, keys, login.agent ?? agent)
  if (!identities.ok) return identities
  const until = performance.now() + deadline
  const hostKeys = hostKeysOf(login.knownHosts)
  const dialling = { login, identities: identities.value, hostKeys, keepalive, deadline, until }
  let line: Line | undefined
  const session = await dialPatiently({ ...dialling, ...(signal && { signal }) }, retryPause, async () => {
    const opened = await openLine(login, way, options, until)
    line = opened.ok ? opened.value : undefined
    return opened
  })
  const { jumps, proxyCommand } = way
  if (session.ok || proxyCommand === undefined || jumps.length > 0) return session
  return failed(commandFailure(session.failure, proxyCommand, line?.ending()))
}

/** Before a command has reached a server, it is the command that failed. Its arguments may hold a password. */
function commandFailure(failure: Failure, command: string, ending: string | undefined): Failure {
  if (failure.reason !== 'ssh-unreachable' || failure.cause === 'dropped') return failure
  const [through = ''] = command.trim().split(/\s/u, 1)
  const evidence = ending === undefined ? failure.evidence : safeLine(ending, 600)
  return { ...failure, cause: 'proxy-command', through: safeLine(through, 100), evidence }
}

async function openLine(
  login: SshLogin,
  { jumps, proxyCommand }: JumpWay,
  options: SshOptions,
  until: number,
): Promise<Result<Line>> {
  const jump = jumps.at(-1)
  if (jump !== undefined) {
    const before = { jumps: jumps.slice(0, -1), proxyCommand }
    const borrowed = await options.jumpHosts.borrow({ jumps, proxyCommand }, async () =>
      connectTo(jump, before, options),
    )
    if (!borrowed.ok) return borrowed
    const { signal } = options
    return forwardedLine(borrowed.value, { target: login, jump, until, ...(signal && { signal }) })
  }
  return success(proxyCommand === undefined ? tcpLine(login) : commandLine(proxyCommand))
}

/** Tries again, twice, where a busy server closed the connection before the handshake; never after a refused key. */
async function dialPatiently(
  dialling: Omit<Dialling, 'line'>,
  retryPause: number,
  open: () => Promise<Result<Line>>,
): Promise<Result<SshSession>> {
  const library = await loadSshLibrary()

  for (let retry = 1; ; retry += 1) {
    const line = await open()
    if (!line.ok) return line
    const result = await dial(library, { ...dialling, line: line.value })
    if (result.ok) return result
    const { attempt, end } = result.failure
    const wait = retryPause * retry * (0.5 + Math.random())
    if (retry > 2 || !isWorthRetrying(end) || performance.now() + wait >= dialling.until) {
      return failed(sshFailure(attempt, end))
    }
    await pause(wait, undefined, dialling.signal && { signal: dialling.signal }).catch(() => undefined)
  }
}

function hostOf(name: string, { user, become }: SshReach, session: SshSession): Host {
  const sudo = become && user !== 'root'
  return {
    name,
    exec: (command) =>
      execute({ command, sudo, user }, (listener) => session.start(launch(command, sudo), listener)),
    close: () => session.close(),
  }
}
