import type { Cloud } from '../../../src/kolla/cloud.ts'
import type { Resolved } from '../../../src/kolla/resolve.ts'
import type { Problem } from '../../../src/model/problem.ts'
import type { Expectation } from './jobs.ts'
import type { KollaProblem } from './kolla-problem.ts'

/**
 * Where a node's exporters listen, as far as Kolla's files say it: an address, or an interface whose address the node
 * knows. Facts of the default route, of interfaces and of their addresses are asked there; any other is a problem.
 * prometheus_target_address is where Kolla's server looks, and no address on which anything listens.
 */
export function apiPlace(
  cloud: Pick<Cloud, 'resolve'>,
  node: string,
  problems: KollaProblem[],
): Pick<Expectation, 'address' | 'apiInterface'> {
  const address = cloud.resolve(node, 'api_interface_address')
  if (address.known && typeof address.value === 'string' && address.value !== '')
    return { address: address.value, apiInterface: undefined }
  if (isKollas(address)) return { address: undefined, apiInterface: interfaceOf(cloud, node, problems) }
  const asked = address.known ? undefined : addressFact(address.fact ?? [])
  if (asked !== undefined) return { address: undefined, apiInterface: asked }
  problems.push(unclear('api_interface_address', address))
  return { address: undefined, apiInterface: '' }
}

/** Kolla's default: the address of api_interface. */
function isKollas(resolved: Resolved): boolean {
  if (resolved.known) return resolved.value === '' || resolved.value === null
  return resolved.fact?.join('.') === 'kolla_address.api'
}

function interfaceOf(cloud: Pick<Cloud, 'resolve'>, node: string, problems: KollaProblem[]): string {
  const resolved = cloud.resolve(node, 'api_interface')
  if (resolved.known && typeof resolved.value === 'string' && resolved.value !== '') return resolved.value
  const asked = resolved.known ? undefined : interfaceFact(resolved.fact ?? [])
  if (asked === undefined) problems.push(unclear('api_interface', resolved))
  return asked ?? ''
}

const ROUTES: Readonly<Record<string, string>> = { default_ipv4: '@ipv4', default_ipv6: '@ipv6' }

/** The interface of a default route, or one that is named: what programs/observe.sh is asked for. */
function interfaceFact([first = '', second, ...more]: readonly string[]): string | undefined {
  if (more.length > 0) return undefined
  if (second === 'device') return first
  return second === 'interface' || second === 'alias' ? ROUTES[first] : undefined
}

/** The address of a default route, or of an interface. */
function addressFact([first = '', ...path]: readonly string[]): string | undefined {
  const below = path.join('.')
  const route = ROUTES[first]
  if (route !== undefined) return below === 'address' ? `${route}.address` : undefined
  return ['ipv4.address', 'ipv6.0.address'].includes(below) ? first : undefined
}

/** Dialled for nothing, a node would only say that there is no such interface. */
function unclear(key: string, resolved: Resolved): Problem {
  if (!resolved.known)
    return {
      ...resolved.problem,
      severity: 'error',
      remedy: `write it in the inventory's host_vars, or under kolla.overrides.${resolved.problem.path} in the manifest`,
    }
  const at = resolved.origin.kind === 'file' ? resolved.origin.at : undefined
  const message = 'expected the name of an interface or an address as one text'
  return { severity: 'error', at, path: key, message, remedy: 'correct it' }
}
