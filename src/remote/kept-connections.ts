import type { Command, Exit, Host } from '../model/host.ts'
import type { Node } from '../model/node.ts'
import { type Result, success } from '../model/result.ts'

type Connect = (node: Node) => Promise<Result<Host>>

/**
 * Connections that outlive the run that opened them, for rounds that only read: a firewall that limits new connections
 * would otherwise shut the watcher out.
 */
export interface KeptConnections {
  /** Gives the connection that is kept, or opens one by `connect`. Closing the host leaves the connection open. */
  through(connect: Connect): Connect
  close(): Promise<void>
}

export function keepConnections(): KeptConnections {
  const kept = new Map<string, Host>()

  const opened = async (node: Node, connect: Connect): Promise<Result<Host>> => {
    const host = await connect(node)
    if (host.ok) kept.set(node.name, host.value)
    return host
  }
  return {
    through: (connect) => async (node) => {
      const earlier = kept.get(node.name)
      const host = earlier === undefined ? await opened(node, connect) : success(earlier)
      if (!host.ok) return host
      const reopen = async (): Promise<Result<Host>> => {
        await kept.get(node.name)?.close()
        kept.delete(node.name)
        return opened(node, connect)
      }
      return success(
        lent(host.value, earlier === undefined ? undefined : reopen, () => kept.delete(node.name)),
      )
    },
    async close() {
      await Promise.all(Array.from(kept.values(), (host) => host.close()))
      kept.clear()
    },
  }
}

/**
 * A kept host for one round. Its first command runs again on a new connection where the old one was lost since the last
 * round; a connection that is lost later is the round's to report, and is not kept.
 */
function lent(first: Host, reopen: (() => Promise<Result<Host>>) | undefined, lost: () => void): Host {
  let host = first
  let renewing = reopen
  let reopened: Promise<Result<Host>> | undefined
  const exec = async (command: Command): Promise<Result<Exit>> => {
    const wanted = renewing
    const exit = await host.exec(command)
    if (exit.ok || exit.failure.reason !== 'connection-lost') {
      renewing = undefined
      return exit
    }
    if (wanted === undefined) {
      lost()
      return exit
    }
    renewing = undefined
    reopened ??= wanted()
    const next = await reopened
    if (!next.ok) return next
    host = next.value
    return host.exec(command)
  }
  return { name: first.name, exec, close: () => Promise.resolve() }
}
