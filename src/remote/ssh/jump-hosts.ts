import type { SshLogin } from '../../model/node.ts'
import type { Result } from '../../model/result.ts'
import type { SshSession } from './ssh-session.ts'

/** A jump host's connection that somebody uses, until he lets go of it. */
export interface BorrowedSession {
  readonly session: SshSession
  readonly release: () => void
}

/** Connections to jump hosts, each one for all that go through it; closed when nobody does any more. */
export interface JumpHosts {
  borrow(way: JumpWay, connect: () => Promise<Result<SshSession>>): Promise<Result<BorrowedSession>>
}

/** Hosts to go through, and the command that leads to the first of them. */
export interface JumpWay {
  readonly jumps: readonly SshLogin[]
  readonly proxyCommand: string | undefined
}

interface Shared {
  readonly session: Promise<Result<SshSession>>
  users: number
  /** When it was known that there is no connection, on the clock of performance.now(). */
  failedAt?: number
}

/** Milliseconds for which a jump host that was not reached is not tried again: a fleet behind it would wait node by node. */
const REMEMBERED = 30_000

export function createJumpHosts(): JumpHosts {
  const shared = new Map<string, Shared>()
  return {
    async borrow(way, connect) {
      const id = wayId(way)
      const remembered = shared.get(id)
      const isPast = performance.now() - (remembered?.failedAt ?? Number.POSITIVE_INFINITY) > REMEMBERED
      const known = isPast ? undefined : remembered
      const one = known ?? { session: connect(), users: 0 }
      shared.set(id, one)
      one.users += 1
      const session = await one.session
      const isGone = session.ok && session.value.lost() !== undefined
      if (!session.ok) {
        one.failedAt ??= performance.now()
        return session
      }
      // A connection that was lost is nobody's next one.
      if (isGone && shared.get(id) === one) shared.delete(id)
      if (isGone && known !== undefined) return this.borrow(way, connect)
      const release = once(() => {
        one.users -= 1
        if (one.users > 0) return
        if (shared.get(id) === one) shared.delete(id)
        void session.value.close()
      })
      return { ok: true, value: { session: session.value, release } }
    },
  }
}

/** All that decides whether a connection may be somebody else's too; of a passphrase only whether there is one. */
function wayId({ jumps, proxyCommand }: JumpWay): string {
  const logins = jumps.map(({ passphrase, ...login }) => ({ ...login, locked: passphrase !== undefined }))
  return JSON.stringify([proxyCommand, logins])
}

function once(act: () => void): () => void {
  let isDone = false
  return () => {
    if (!isDone) act()
    isDone = true
  }
}
