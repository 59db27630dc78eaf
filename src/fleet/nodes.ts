import { existsSync } from 'node:fs'
import type { CloudHost } from '../kolla/cloud.ts'
import type { LocalConnection, SshConnection } from '../kolla/connection.ts'
import type { SshSettings } from '../manifest/settings.ts'
import type { Node, Reach } from '../model/node.ts'
import type { Problem } from '../model/problem.ts'
import { defined } from '../values/defined.ts'
import type { Secret } from '../values/secret.ts'

/** What is the same for the way to every node. */
export interface LoginDefaults {
  readonly ssh: SshSettings
  readonly passphrase: Secret | undefined
  /** What ~ stands for. */
  readonly home: string
  /** Who runs kolla-mimir. */
  readonly user: string
}

/**
 * The nodes that can be reached as Kolla's inventory and the manifest say, each with its failure domain, and why others
 * cannot.
 */
export function nodesOf(
  hosts: readonly CloudHost[],
  way: LoginDefaults,
  domains: ReadonlyMap<string, string> | undefined,
): { nodes: Node[]; problems: Problem[] } {
  const nodes: Node[] = []
  const problems: Problem[] = []
  for (const { name, groups, connection } of hosts) {
    if (connection.transport === 'refused') problems.push(connection.problem)
    else {
      const obstacle = connection.transport === 'ssh' ? unsupported(name, connection) : undefined
      const domain = domains?.get(name)
      const about = { name, groups, ...defined({ domain }) }
      if (obstacle === undefined) nodes.push({ ...about, reach: reach(connection, way) })
      else problems.push(obstacle)
    }
  }
  return { nodes, problems }
}

/** The manifest says how to connect where it says anything; Kolla's inventory where it does not. */
function reach(connection: SshConnection | LocalConnection, way: LoginDefaults): Reach {
  const { ssh, passphrase } = way
  if (connection.transport === 'local') return { transport: 'local', become: connection.become ?? ssh.become }
  return {
    transport: 'ssh',
    address: connection.address,
    port: ssh.port ?? connection.port ?? 22,
    user: ssh.user ?? connection.user ?? way.user,
    keys: ssh.keys ?? inventoryKeys(connection, way.home),
    identitiesOnly: ssh.keys !== undefined,
    ...defined({ passphrase }),
    knownHosts: ssh.knownHosts,
    hostKeys: ssh.hostKeys,
    become: ssh.become,
  }
}

/** In OpenSSH's order. */
const USUAL_KEYS: readonly string[] = ['id_rsa', 'id_ecdsa', 'id_ed25519']

/** Keys that the inventory names, else those of the user's usual ones that exist. */
function inventoryKeys({ keys }: SshConnection, home: string): readonly string[] {
  if (keys.length > 0) return keys.map((key) => key.replace(/^~(?=\/)/u, home))
  return USUAL_KEYS.map((name) => `${home}/.ssh/${name}`).filter((file) => existsSync(file))
}

/** What the inventory asks for and this transport cannot do is said, not passed over. */
function unsupported(host: string, { jumps }: SshConnection): Problem | undefined {
  if (jumps.length === 0) return undefined
  return {
    severity: 'error',
    at: undefined,
    path: `host ${host}`,
    message: `is reached through ${jumps.map((jump) => jump.host).join(', ')}, and jump hosts are not supported yet`,
    remedy:
      'run kolla-mimir from a machine that reaches the nodes directly, or leave the host out with --limit',
  }
}
