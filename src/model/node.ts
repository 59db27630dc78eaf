import type { Secret } from '../values/secret.ts'

/** One machine of the cloud, as the manifest and Kolla's inventory name it. */
export interface Node {
  /** The inventory's name; unique in a run, and the `node` label of its metrics. */
  readonly name: string
  /** Kolla's groups that it belongs to, parents included, sorted. */
  readonly groups: readonly string[]
  /** Its failure domain, where the inventory names one. */
  readonly domain?: string
  readonly reach: Reach
}

/** How a node is reached. */
export type Reach = { readonly transport: 'local'; readonly become: boolean } | SshReach

/** Who logs in where, and by what: a node, or a jump host on the way to it. */
export interface SshLogin {
  readonly address: string
  readonly port: number
  readonly user: string
  /** Private key files, tried in order, after the keys of the agent. */
  readonly keys: readonly string[]
  /** Nothing but those is offered; the agent may sign for them. */
  readonly identitiesOnly: boolean
  readonly passphrase?: Secret
  readonly knownHosts: readonly string[]
  readonly hostKeys: 'strict' | 'accept-new'
  /** The name that its key has in known_hosts files, in the place of its address and port. */
  readonly hostKeyAlias?: string
  /** The agent's socket in the place of that of SSH_AUTH_SOCK; empty for none. */
  readonly agent?: string
}

export interface SshReach extends SshLogin {
  readonly transport: 'ssh'
  /** The hosts that the connection goes through, in the order of the way. */
  readonly jumps?: readonly SshLogin[]
  /** A shell command of this machine whose stdin and stdout are the connection, its tokens filled in. */
  readonly proxyCommand?: string
  /** Run as root through `sudo -n` when the user is not root. */
  readonly become: boolean
}
