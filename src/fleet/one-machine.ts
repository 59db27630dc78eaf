import { isIPv6 } from 'node:net'
import type { Cloud, CloudHost } from '../kolla/cloud.ts'
import { placeText, type VariablePlace } from '../kolla/files/variable.ts'
import type { Problem } from '../model/problem.ts'
import { endpoint } from '../values/endpoint.ts'
import { groupBy } from '../values/group-by.ts'

/** What is known of a machine from the files: a name of it, the way to it, and where that is written. */
interface Address {
  readonly name: string
  /** The same for two names of one machine, without the port. */
  readonly way: string
  readonly host: string
  readonly port: number
  readonly at: VariablePlace | undefined
}

const ONE_NAME = 'keep one of the names, or correct ansible_host and ansible_port'

/**
 * Names of the inventory that stand for one machine, or may: the worker of one machine would send now under one name
 * and now under the other. The same address with another port is another machine behind a port forward, as a rule;
 * only the nodes themselves can tell, and they are compared in the plan. `port` is the manifest's `ssh.port`.
 */
export function oneMachineProblems(
  cloud: Pick<Cloud, 'nodes' | 'resolve'>,
  chosen: readonly string[],
  port: number | undefined,
): Problem[] {
  const addresses = cloud.nodes.flatMap((node) => addressOf(node, cloud, port) ?? [])
  const concerned = (group: readonly { readonly name: string }[]): boolean =>
    group.length > 1 && group.some(({ name }) => chosen.includes(name))
  const byWay = [...groupBy(addresses, ({ way }) => way).values()]
  const machines = byWay.flatMap((group) => [...groupBy(group, (one) => one.port).values()])
  const names = [...groupBy(cloud.nodes, ({ name }) => name.toLowerCase()).values()]
  return [
    ...machines.filter(concerned).map(sameMachine),
    ...byWay.filter(concerned).flatMap(sharedAddress),
    ...names.filter(concerned).map(sameButForCase),
  ]
}

function addressOf(
  { name, connection }: CloudHost,
  { resolve }: Pick<Cloud, 'resolve'>,
  port: number | undefined,
): Address | undefined {
  if (connection.transport === 'refused') return undefined
  const at = placeOf(name, resolve)
  if (connection.transport === 'local') return { name, way: 'local', host: 'local', port: 0, at }
  const { address, jumps } = connection
  const way = JSON.stringify([canonical(address), jumps])
  return { name, way, host: address, port: port ?? connection.port ?? 22, at }
}

/** One address may be written in more than one way. */
function canonical(address: string): string {
  const plain = address.replace(/^\[|\]$/gu, '')
  return isIPv6(plain) ? new URL(`http://[${plain}]/`).hostname : plain.toLowerCase().replace(/\.$/u, '')
}

const WRITTEN = ['ansible_ssh_host', 'ansible_host', 'ansible_connection', 'ansible_ssh_port', 'ansible_port']

/** Where the way to a host is written; undefined where its name alone says it. */
function placeOf(name: string, resolve: Cloud['resolve']): VariablePlace | undefined {
  for (const variable of WRITTEN) {
    const resolved = resolve(name, variable)
    if (resolved.known && resolved.origin.kind === 'file') return resolved.origin.at
  }
  return undefined
}

function sameMachine(group: readonly [Address, ...Address[]]): Problem {
  const [first] = group
  const last = group.findLast(({ at }) => at !== undefined) ?? first
  const others = group.filter((other) => other !== last).map(({ name, at }) => `${name}${placed(at)}`)
  const place = first.way === 'local' ? 'this machine' : `the machine at ${endpoint(first)}`
  return {
    severity: 'error',
    at: last.at,
    path: `host ${last.name}`,
    message: `is ${place}, as is ${others.join(', ')}: a machine is one node`,
    remedy: ONE_NAME,
  }
}

function placed(at: VariablePlace | undefined): string {
  return at === undefined ? '' : ` (${placeText(at)})`
}

/** One warning for each address, however many ports are forwarded there. */
function sharedAddress(group: readonly [Address, ...Address[]]): Problem[] {
  const [first, ...others] = [...groupBy(group, ({ port }) => port).values()].map(([one]) => one)
  if (first === undefined || others.length === 0) return []
  const names = others.slice(0, 3).map(({ name, port }) => `${name} (${port})`)
  const more = others.length > names.length ? ` and ${others.length - names.length} more` : ''
  return [
    {
      severity: 'warning',
      at: first.at,
      path: `host ${first.name}`,
      message: `has the address ${first.host} with the port ${first.port}, and so with other ports have ${names.join(', ')}${more}`,
      remedy: 'see that each port leads to a machine of its own; nodes that are one machine fail in the plan',
    },
  ]
}

function sameButForCase([first, ...others]: readonly [CloudHost, ...CloudHost[]]): Problem {
  return {
    severity: 'warning',
    at: undefined,
    path: `host ${first.name}`,
    message: `differs from ${others.map(({ name }) => name).join(', ')} in upper and lower case only`,
    remedy: 'give one machine one name; nodes that are one machine fail in the plan',
  }
}
