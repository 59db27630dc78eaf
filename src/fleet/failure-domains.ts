import type { Cloud } from '../kolla/cloud.ts'
import type { Resolved } from '../kolla/resolve.ts'
import { MANIFEST_DEFAULTS } from '../manifest/defaults.ts'
import type { Problem } from '../model/problem.ts'

/** The variable of the manifest's `rollout.failure_domain`, and where that stands. */
export interface DomainVariable {
  readonly name: string
  readonly at: Problem['at']
}

/**
 * Node → its failure domain. Where the operator named the variable, nodes without it are reported: they would lack a
 * protection that is expected.
 */
export function failureDomains(
  cloud: Cloud,
  nodes: readonly string[],
  variable: DomainVariable,
): { domains: ReadonlyMap<string, string>; problems: Problem[] } {
  const severity = isNamed(variable) ? 'error' : 'warning'
  const domains = new Map<string, string>()
  const problems: Problem[] = []
  for (const node of nodes) {
    const resolved = cloud.resolve(node, variable.name)
    if (!resolved.known) {
      if (!isUnset(resolved)) problems.push({ ...resolved.problem, severity })
    } else if (isName(resolved.value)) domains.set(node, String(resolved.value))
    else problems.push({ ...noName(node, variable), severity })
  }
  const free = nodes.filter((node) => !domains.has(node))
  return { domains, problems: problems.length > 0 ? problems : unprotected(free, domains.size, variable) }
}

function isNamed({ name }: DomainVariable): boolean {
  return name !== MANIFEST_DEFAULTS.rollout.failure_domain
}

/** Not set itself, which is different from being set to what refers to nothing. */
function isUnset({ reason, problem }: Extract<Resolved, { known: false }>): boolean {
  return reason === 'undefined' && problem.at === undefined
}

function isName(value: unknown): value is string | number {
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '')
}

function noName(node: string, { name, at }: DomainVariable): Omit<Problem, 'severity'> {
  return {
    at,
    path: 'rollout.failure_domain',
    message: `${name} of ${node} is not the name of a failure domain`,
    remedy: 'write a string there, or another variable here, or "" to switch it off',
  }
}

function unprotected(free: readonly string[], bound: number, variable: DomainVariable): Problem[] {
  if (free.length === 0 || !isNamed(variable)) return []
  const { name, at } = variable
  const about = { at, path: 'rollout.failure_domain' }
  if (bound === 0) {
    const remedy = 'write the name of a host variable of the inventory, or "" to switch it off'
    return [{ ...about, severity: 'error', message: `no node has the variable ${name}`, remedy }]
  }
  const some = free.slice(0, 3).join(', ')
  const message = `${name} is not set for ${some}${free.length > 3 ? ` and ${free.length - 3} more` : ''}`
  const remedy = 'set it there too: these nodes are changed together with any other'
  return [{ ...about, severity: 'warning', message, remedy }]
}
