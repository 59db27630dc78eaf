import type { Host } from '../../../src/model/host.ts'
import type { Node } from '../../../src/model/node.ts'
import { type Result, success } from '../../../src/model/result.ts'
import { runPhase } from '../../../src/play/phase.ts'
import type { Expectation } from '../exporters/jobs.ts'
import type { Facts } from '../node/facts.ts'
import { type ObserveOrder, observeNode } from '../programs/read-only/observe.ts'
import { listenBefore } from '../worker/listen.ts'
import type { Listen } from '../worker/vars.ts'
import type { Fleet, RoleServices } from './fleet.ts'

/** A node that answered: the connection to it, which is kept for the whole run, and what was seen there. */
export interface Observed {
  readonly host: Host
  readonly facts: Facts
}

/** Connects to every node and observes it once. Each connection is also put into `hosts`. */
export async function observe(
  fleet: Fleet,
  services: RoleServices,
  hosts: Host[],
): Promise<Map<Node, Observed>> {
  const expected = new Map(fleet.expectations.map((expectation) => [expectation.node, expectation]))
  const inputs = new Map(fleet.nodes.map((node) => [node, expected.get(node.name)]))
  return runPhase<Expectation | undefined, Observed>(
    'observe',
    inputs,
    async (node, expectation, progress) => {
      progress({ kind: 'connecting' })
      const host = await services.connect(node)
      if (!host.ok) return host
      hosts.push(host.value)
      progress({ kind: 'looking' })
      const facts = await observeNode({
        ...observeOrder(fleet, services, host.value),
        ...firstObservation(expectation, fleet),
      })
      if (!facts.ok) return facts
      return success({
        value: { host: host.value, facts: facts.value },
        outcome: 'unchanged',
        progress: { kind: 'observed', generation: facts.value.files.current },
      })
    },
    services.context,
  )
}

type ObserveOptions = Pick<ObserveOrder, 'listen' | 'apiInterface' | 'address' | 'ports'>

/** What of a node is observed while only its expectation is known. */
export function firstObservation(expectation: Expectation | undefined, { settings }: Fleet): ObserveOptions {
  const { apiInterface = '', address, exporters = [] } = expectation ?? {}
  const here = exporters.filter(({ vip }) => vip === undefined)
  return {
    listen: listenBefore(settings.listen, address),
    apiInterface,
    address,
    ports: here.map(({ port }) => port),
  }
}

/** Observes a node of which it is known where its worker and its exporters listen. */
export async function observeWorker(
  fleet: Fleet,
  services: RoleServices,
  host: Host,
  listen: Listen,
): Promise<Result<Facts>> {
  return observeNode({ ...observeOrder(fleet, services, host), listen, apiInterface: '' })
}

export function observeOrder(
  fleet: Fleet,
  { context }: RoleServices,
  host: Host,
): Omit<ObserveOrder, keyof ObserveOptions> {
  const { settings, deadlines } = fleet
  return { host, settings, deadline: deadlines.observe, signal: context.interruption.aborting }
}
