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

export interface SshReach {
  readonly transport: 'ssh'
  readonly address: string
  readonly port: number
  readonly user: string
  /** Private key files, tried in order, after the keys of the agent of SSH_AUTH_SOCK. */
  readonly keys: readonly string[]
  /** Nothing but those is offered; the agent may sign for them. */
  readonly identitiesOnly: boolean
  readonly passphrase?: Secret
  readonly knownHosts: readonly string[]
  readonly hostKeys: 'strict' | 'accept-new'
  /** Run as root through `sudo -n` when the user is not root. */
  readonly become: boolean
}
