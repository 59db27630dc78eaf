import type { Exporter } from '../../../src/kolla/releases/exporter.ts'
import type { TargetDifference } from '../../../src/model/report.ts'
import { endpoint } from '../../../src/values/endpoint.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import type { ExpectedExporter } from '../exporters/jobs.ts'
import type { Facts, Listener } from '../node/facts.ts'
import { isLoopback, isReachedAt } from '../worker/listen.ts'
import type { Listen } from '../worker/vars.ts'

/** Where an exporter is scraped, and how that differs from where Kolla's files put it. */
export interface Location {
  /** Undefined where it is not scraped: its container does not exist on the node. */
  readonly at: Listen | undefined
  readonly difference?: TargetDifference
}

/**
 * What listens on the node wins over what Kolla's files say: the expected address, a wildcard on its port, the
 * loopback on its port, or the one port that its container listens on. Where nothing of it listens it is scraped at
 * the expected address and will be down; but one that has no container at all was never deployed here.
 */
export function locate(expected: ExpectedExporter, address: string, facts: Facts): Location {
  const { exporter, port, vip, password } = expected
  if (vip !== undefined) return { at: { host: vip, port } }
  if (exporter.endpoints?.kind === 'addresses') return { at: { host: address, port } }
  if (password !== undefined) return locateLogin(expected, address, facts)
  const bound = { host: address, port }
  const here = facts.listeners.filter((listener) => listener.port === port)
  if (here.some(({ host }) => isReachedAt(address, host))) return { at: bound }
  const elsewhere = here.find(({ host }) => isLoopback(host)) ?? onlyListener(facts, exporter.container)
  const differs = (found: string, used: string): TargetDifference => difference(exporter, bound, found, used)
  if (elsewhere !== undefined) {
    const at = { host: isReachedAt(address, elsewhere.host) ? address : elsewhere.host, port: elsewhere.port }
    return { at, difference: differs(endpoint(elsewhere), endpoint(at)) }
  }
  const state = facts.containers?.get(exporter.container)
  if (facts.containers === undefined || state !== undefined)
    return {
      at: bound,
      difference: differs(nothingListens(exporter.container, state), endpoint(bound)),
    }
  return { at: undefined, difference: differs(`no container ${exporter.container}`, 'not scraped') }
}

/**
 * A password goes to the address that Kolla binds, and to Kolla's container: while that is stopped, anybody on the
 * node may listen in its place. Where the container of a socket is not known, the one that runs is taken to be it.
 */
function locateLogin({ exporter, port }: ExpectedExporter, address: string, facts: Facts): Location {
  const { container } = exporter
  const at = { host: address, port }
  const state = facts.containers?.get(container)
  const isUp = state === undefined ? facts.containers === undefined : state.startsWith('Up')
  const listener = facts.listeners.find((one) => one.port === port && isReachedAt(address, one.host))
  const differs = (found: string, used: string): TargetDifference => difference(exporter, at, found, used)
  if (listener === undefined) {
    if (facts.containers !== undefined && state === undefined)
      return { at: undefined, difference: differs(`no container ${container}`, 'not scraped') }
    return { at, difference: differs(nothingListens(container, state), endpoint(at)) }
  }
  if (listener.container === undefined ? isUp : listener.container === container) return { at }
  const who = listener.container ?? (listener.by || 'another program')
  return {
    at: undefined,
    difference: differs(`${who} listens there, not ${container}`, 'not scraped: the job has a password'),
  }
}

function difference(exporter: Exporter, expected: Listen, found: string, used: string): TargetDifference {
  return {
    job: exporter.name,
    expected: safeLine(endpoint(expected)),
    found: safeLine(found),
    used: safeLine(used),
  }
}

function nothingListens(container: string, state: string | undefined): string {
  return state === undefined ? 'nothing listens there' : `nothing listens there; ${container} is ${state}`
}

/** The listener of a container that listens on one port only; of several, none is known to be the right one. */
function onlyListener({ listeners }: Facts, container: string): Listener | undefined {
  const containerListeners = listeners.filter((listener) => listener.container === container)
  return new Set(containerListeners.map(({ port }) => port)).size === 1 ? containerListeners[0] : undefined
}
