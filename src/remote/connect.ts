import type { Host } from '../model/host.ts'
import type { Node } from '../model/node.ts'
import { type Result, success } from '../model/result.ts'
import type { DebugFiles } from './debug/debug-files.ts'
import { createLocalHost } from './local-host.ts'
import type { Keepalive } from './ssh/dial.ts'
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
}

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
    signal,
  } = options
  const shared = {
    connectDeadline,
    keepalive,
    retryPause,
    keys,
    ...(agent && { agent }),
    ...(signal && { signal }),
  }

  const connect = async ({ name, reach }: Node): Promise<Result<Host>> => {
    if (reach.transport === 'local') return success(createLocalHost(name, reach))
    return await openSshHost(name, reach, { ...shared, hostKeys: hostKeysOf(reach.knownHosts) })
  }
  const { debug } = options
  if (debug === undefined) return connect
  return async (node) => {
    const host = await connect(node)
    return host.ok ? success(debug.watch(host.value)) : host
  }
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
