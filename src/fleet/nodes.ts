import type { CloudHost } from '../kolla/cloud.ts'
import type { Node } from '../model/node.ts'
import type { Problem } from '../model/problem.ts'
import { defined } from '../values/defined.ts'
import { type LoginDefaults, loginTo, type Obstacle } from './login.ts'

/**
 * The nodes that can be reached as the manifest, Kolla's inventory, Ansible's configuration and OpenSSH's say, each with
 * its failure domain, and why others cannot.
 */
export function nodesOf(
  hosts: readonly CloudHost[],
  defaults: LoginDefaults,
  domains: ReadonlyMap<string, string> | undefined,
): { nodes: Node[]; problems: Problem[] } {
  const nodes: Node[] = []
  const problems: Problem[] = []
  for (const { name, groups, connection } of hosts) {
    const about = { name, groups, ...defined({ domain: domains?.get(name) }) }
    if (connection.transport === 'refused') problems.push(connection.problem)
    else if (connection.transport === 'local')
      nodes.push({
        ...about,
        reach: { transport: 'local', become: connection.become ?? defaults.ssh.become },
      })
    else {
      const reach = loginTo(connection, defaults)
      if ('message' in reach) problems.push(unreachable(name, reach))
      else nodes.push({ ...about, reach })
    }
  }
  return { nodes, problems }
}

function unreachable(host: string, { message, remedy }: Obstacle): Problem {
  return { severity: 'error', at: undefined, path: `host ${host}`, message, remedy }
}
