import type { ListenSpec } from '../../../src/manifest/values/listen.ts'
import { hostPort, type Listen } from './vars.ts'

/** Where the worker of a node with that API address listens. */
export function listenOn(wish: ListenSpec, apiAddress: string): Listen {
  return 'host' in wish ? wish : { host: apiAddress, port: wish.port }
}

/** The same before the node was asked, where it can be said already. */
export function listenBefore(wish: ListenSpec, writtenAddress: string | undefined): Listen | undefined {
  if ('host' in wish) return wish
  return writtenAddress === undefined ? undefined : listenOn(wish, writtenAddress)
}

/** As the manifest has it. */
export function listenText(wish: ListenSpec): string {
  return 'host' in wish ? hostPort(wish) : `${wish.on}:${wish.port}`
}

/** Whether only the node itself reaches what listens there. */
export function isLoopback(host: string): boolean {
  return host === '::1' || host.startsWith('127.')
}
