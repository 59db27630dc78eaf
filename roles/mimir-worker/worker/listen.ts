import type { ListenSpec } from '../../../src/manifest/values/listen.ts'
import { endpoint } from '../../../src/values/endpoint.ts'
import type { Listen } from './vars.ts'

/** Where the worker of a node with that API address listens. */
export function listenOn(listen: ListenSpec, apiAddress: string): Listen {
  return 'host' in listen ? listen : { host: apiAddress, port: listen.port }
}

/** The same before the node was observed, where it is known already. */
export function listenBefore(listen: ListenSpec, writtenAddress: string | undefined): Listen | undefined {
  if ('host' in listen) return listen
  return writtenAddress === undefined ? undefined : listenOn(listen, writtenAddress)
}

/** As the manifest has it. */
export function listenText(listen: ListenSpec): string {
  return 'host' in listen ? endpoint(listen) : `${listen.on}:${listen.port}`
}

/** Whether only the node itself reaches what listens there. */
export function isLoopback(host: string): boolean {
  return host === '::1' || host.startsWith('127.')
}

const WILDCARDS: readonly string[] = ['*', '0.0.0.0', '::', '[::]']

/** Whether a host stands for every address: `*` of both families as ss prints it, else of one. */
export function isWildcard(host: string): boolean {
  return WILDCARDS.includes(host)
}

/** Whether what listens on a host is reached at that address. A socket on `::` takes IPv4 as well, as a rule. */
export function isReachedAt(address: string, host: string): boolean {
  if (host === address) return true
  return isWildcard(host) && !(host === '0.0.0.0' && address.includes(':'))
}

/** Whether two sockets of one port exclude each other. ss prints `*` for both families and `::` for IPv6 alone. */
export function collide(found: string, wanted: string): boolean {
  if (found === wanted || found === '*') return true
  // A worker on `::` takes both families.
  if (isWildcard(wanted) && wanted !== '0.0.0.0') return true
  return found.includes(':') === wanted.includes(':') && (isWildcard(found) || isWildcard(wanted))
}
