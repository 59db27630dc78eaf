import type { VariableSource } from '../files/variable.ts'
import { Stuck } from './stuck.ts'

/**
 * A fact that Ansible gathers on a host, as `ansible_facts.default_ipv4.interface`: not its value, which only the
 * node knows. Nothing can be made of it here; it can only be the whole value of a variable.
 */
export class NodeFact {
  /** As below ansible_facts: `default_ipv4`, `interface`. Kolla's own: `kolla_address`, and the network's name. */
  readonly path: readonly string[]
  /** The variable that was written as this fact. */
  variable: VariableSource | undefined

  constructor(path: readonly string[]) {
    this.path = path
  }

  member(name: unknown): NodeFact {
    return new NodeFact([...this.path, String(name)])
  }

  /** As an obstacle, for a sentence. */
  stuck(): Stuck {
    const [first, ...more] = this.path
    const text =
      first === 'kolla_address'
        ? 'the filter kolla_address, which reads the addresses of a node'
        : ['ansible_facts', ...(first === undefined ? [] : [first]), ...more].join('.')
    const stuck = new Stuck('needs-node', text)
    stuck.variable = this.variable
    return stuck
  }
}

/** The variables of another host: `hostvars[HOST]`. */
export class HostVariables {
  readonly host: string

  constructor(host: string) {
    this.host = host
  }
}

/** A value that something can be made of; throws Stuck where only a node knows it. */
export function solid(value: unknown): unknown {
  if (value instanceof NodeFact) throw value.stuck()
  if (value instanceof HostVariables) throw new Stuck('unsupported', `all variables of ${value.host}`)
  return value
}
