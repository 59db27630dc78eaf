import { setMaxListeners } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { Host } from '../../model/host.ts'
import type { SshReach } from '../../model/node.ts'
import { failed, type Result, success } from '../../model/result.ts'
import { safeText } from '../../values/safe-text.ts'
import { execute } from '../execution/execution.ts'
import { launch } from '../execution/program.ts'
import { isWorthRetrying } from './attempt.ts'
import { type Dialling, dial, type Keepalive } from './dial.ts'
import { identitiesOf } from './identities.ts'
import type { KeyRing } from './key-ring.ts'
import type { KnownHosts } from './known-hosts-store.ts'
import { sshFailure } from './ssh-failure.ts'
import { loadSshLibrary } from './ssh-library.ts'
import type { SshSession } from './ssh-session.ts'

export interface SshOptions {
  /** Milliseconds until a connection must stand, retries included. */
  readonly connectDeadline: number
  readonly keepalive: Keepalive
  /** Milliseconds before the first retry, on average; the second waits twice as long. */
  readonly retryPause: number
  readonly hostKeys: KnownHosts
  readonly keys: KeyRing
  /** The socket of the agent, for nodes without keys of their own. */
  readonly agent?: string
  readonly signal?: AbortSignal
}

/** Connects, authenticates, and gives back the node as a Host on this one connection. Never rejects. */
export async function openSshHost(name: string, reach: SshReach, options: SshOptions): Promise<Result<Host>> {
  try {
    const identities = await identitiesOf(reach, options.keys, options.agent)
    if (!identities.ok) return identities
    const { connectDeadline: deadline, hostKeys, keepalive, signal } = options
    // One signal stops a whole fleet, and Node warns of a leak at the eleventh listener.
    if (signal !== undefined) setMaxListeners(0, signal)
    const until = performance.now() + deadline
    const dialling = { reach, identities: identities.value, hostKeys, keepalive, deadline, until }
    const session = await dialPatiently({ ...dialling, ...(signal && { signal }) }, options.retryPause)
    return session.ok ? success(hostOf(name, reach, session.value)) : session
  } catch (error) {
    return failed({ reason: 'internal', during: 'connect', evidence: safeText(String(error)) })
  }
}

/** Tries again, twice, where a busy server closed the connection before the handshake; never after a refused key. */
async function dialPatiently(dialling: Dialling, retryPause: number): Promise<Result<SshSession>> {
  const library = await loadSshLibrary()

  for (let retry = 1; ; retry += 1) {
    const result = await dial(library, dialling)
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
