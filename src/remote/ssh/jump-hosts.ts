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
  borrow(
    way: readonly SshLogin[],
    connect: () => Promise<Result<SshSession>>,
  ): Promise<Result<BorrowedSession>>
}

interface Shared {
  readonly session: Promise<Result<SshSession>>
  users: number
}

export function createJumpHosts(): JumpHosts {
  const shared = new Map<string, Shared>()
  return {
    async borrow(way, connect) {
      const id = wayId(way)
      const known = shared.get(id)
      const one = known ?? { session: connect(), users: 0 }
      shared.set(id, one)
      one.users += 1
      const session = await one.session
      const isGone = session.ok && session.value.lost() !== undefined
      // A connection that failed or was lost is nobody's next one.
      if ((!session.ok || isGone) && shared.get(id) === one) shared.delete(id)
      if (!session.ok) return session
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

function wayId(way: readonly SshLogin[]): string {
  return JSON.stringify(
    way.map(({ address, port, user, keys, agent, hostKeyAlias }) => [
      address,
      port,
      user,
      keys,
      agent,
      hostKeyAlias,
    ]),
  )
}

function once(act: () => void): () => void {
  let isDone = false
  return () => {
    if (!isDone) act()
    isDone = true
  }
}
