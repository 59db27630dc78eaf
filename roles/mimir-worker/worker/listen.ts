import type { ListenWish } from '../../../src/manifest/values/listen.ts'
import { hostPort, type Listen } from './vars.ts'

/** Where the worker of a node with that API address listens. */
export function listenOn(listen: ListenWish, apiAddress: string): Listen {
  return 'host' in listen ? listen : { host: apiAddress, port: listen.port }
}

/** The same before the node was asked, where it can be said already. */
export function listenBefore(listen: ListenWish, writtenAddress: string | undefined): Listen | undefined {
  if ('host' in listen) return listen
  return writtenAddress === undefined ? undefined : listenOn(listen, writtenAddress)
}

/** As the manifest has it. */
export function listenText(listen: ListenWish): string {
  return 'host' in listen ? hostPort(listen) : `${listen.on}:${listen.port}`
}

/** Whether only the node itself reaches what listens there. */
export function isLoopback(host: string): boolean {
  return host === '::1' || host.startsWith('127.')
}
