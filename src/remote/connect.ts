import type { Host } from '../model/host.ts'
import type { Node, SshReach } from '../model/node.ts'
import { failed, type Result, success } from '../model/result.ts'
import type { DebugFiles } from './debug/debug-files.ts'
import type { KeptConnections } from './kept-connections.ts'
import { createLocalHost } from './local-host.ts'
import type { Keepalive } from './ssh/dial.ts'
import { createJumpHosts } from './ssh/jump-hosts.ts'
import { createKeyRing } from './ssh/key-ring.ts'
import { type KnownHosts, readKnownHosts } from './ssh/known-hosts-store.ts'
import { openSshHost } from './ssh/ssh-host.ts'

export interface ConnectorOptions {
  /** Milliseconds until a connection must stand; 15 s where nothing is said. */
  readonly connectDeadline?: number
  readonly keepalive?: Keepalive
  /** Milliseconds before a busy server is tried again. */
  readonly retryPause?: number
  /** The socket of the SSH agent; that of SSH_AUTH_SOCK where nothing is said. */
  readonly agent?: string
  readonly signal?: AbortSignal
  /** Where what goes to nodes and comes from them is kept. */
  readonly debug?: DebugFiles
  /** Connections of earlier rounds. */
  readonly kept?: KeptConnections
  /** When each node last let somebody in, by address and port; its own where nothing is said. */
  readonly lastSeen?: LastSeen
}

/** Milliseconds of performance.now() by address and port. */
export type LastSeen = Map<string, number>

/**
 * What connects to any node of a run. Private keys and known_hosts files are read once, when the first node needs
 * them. Never rejects.
 */
export function connector(options: ConnectorOptions = {}): (node: Node) => Promise<Result<Host>> {
  const keys = createKeyRing()
  const hostKeysOf = rememberKnownHosts()
  const agent = options.agent ?? process.env.SSH_AUTH_SOCK
  const {
    connectDeadline = 15_000,
    keepalive = { interval: 10_000, misses: 3 },
    retryPause = 500,
    lastSeen = new Map(),
    signal,
  } = options
  const shared = {
    connectDeadline,
    keepalive,
    retryPause,
    keys,
    hostKeysOf,
    jumpHosts: createJumpHosts(),
    ...(agent && { agent }),
    ...(signal && { signal }),
  }

  const reachNode = async ({ name, reach }: Node): Promise<Result<Host>> => {
    if (reach.transport === 'local') return success(createLocalHost(name, reach))
    const host = await openSshHost(name, reach, shared)
    return withLastSeen(host, reach, lastSeen)
  }
  const connect = options.kept?.through(reachNode) ?? reachNode
  const { debug } = options
  if (debug === undefined) return connect
  return async (node) => {
    const host = await connect(node)
    return host.ok ? success(debug.watch(host.value)) : host
  }
}

/** A node that refuses a connection and let this run in a moment ago has a limit in its way more often than no sshd. */
function withLastSeen(host: Result<Host>, { address, port }: SshReach, lastSeen: LastSeen): Result<Host> {
  const endpoint = `${address} ${port}`
  if (host.ok) {
    lastSeen.set(endpoint, performance.now())
    return host
  }
  const seen = lastSeen.get(endpoint)
  if (seen === undefined || host.failure.reason !== 'ssh-unreachable') return host
  // A jump host's failure is about the jump host.
  const { through, address: unreached, port: at } = host.failure
  if (through !== undefined || unreached !== address || at !== port) return host
  return failed({ ...host.failure, lastSeen: (performance.now() - seen) / 1000 })
}

/** Nodes that name the same files share what was read and learned. */
function rememberKnownHosts(): (files: readonly string[]) => KnownHosts {
  const read = new Map<string, KnownHosts>()
  return (files) => {
    const id = files.join('\0')
    const hostKeys = read.get(id) ?? readKnownHosts(files)
    read.set(id, hostKeys)
    return hostKeys
  }
}
