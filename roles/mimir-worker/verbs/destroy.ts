import type { Host } from '../../../src/model/host.ts'
import type { LeaseRequest } from '../../../src/model/lease-request.ts'
import type { Node } from '../../../src/model/node.ts'
import { failed, success } from '../../../src/model/result.ts'
import { runPhase } from '../../../src/play/phase.ts'
import type { Destroyed } from '../../../src/play/role.ts'
import type { Fleet, RoleServices } from '../fleet/fleet.ts'
import { mayYield, reportLost, takeInOrder, yieldTo } from '../fleet/lease-contention.ts'
import { type HeldLeases, noteDoubtful, withLeases } from '../fleet/leases.ts'
import { withHosts } from '../fleet/with-hosts.ts'
import type { Lease } from '../node/lease.ts'
import { type Removed, remove, take } from '../programs/changing/destroy.ts'

/** A node that is held; without a lease where kolla-mimir has nothing there. */
interface HeldNode {
  readonly host: Host
  readonly lease: Lease | undefined
}

/**
 * Takes the lease of every node, and only then removes what kolla-mimir has there. Where another run holds enough
 * of them, all of them are given up and nothing is removed. Node → what became of it; of one that is missing the roster says why.
 */
export async function runDestroy(fleet: Fleet, services: RoleServices): Promise<Destroyed> {
  const done = new Map<string, Removed>()
  return withHosts(async (hosts) =>
    withLeases(fleet, services, async (held) => {
      const nodes = await hold(fleet, services, { hosts, held, done })
      if (nodes !== undefined) await removeFrom(fleet, services, { nodes, leases: held.leases, done })
      return done
    }),
  )
}

interface Holding {
  readonly hosts: Host[]
  readonly held: HeldLeases
  readonly done: Map<string, Removed>
}

async function hold(
  fleet: Fleet,
  services: RoleServices,
  { hosts, held, done }: Holding,
): Promise<Map<Node, HeldNode> | undefined> {
  const yielding = mayYield(services.context.interruption, fleet.nodes.length)
  const { signal, interruption } = yielding
  const { settings, deadlines } = fleet
  const nodes = await runPhase<undefined, HeldNode>(
    'hold',
    new Map(fleet.nodes.map((node) => [node, undefined])),
    async (node, _input, progress) => {
      progress({ kind: 'connecting' })
      const host = await services.connect(node)
      if (!host.ok) return host
      hosts.push(host.value)
      progress({ kind: 'looking' })
      const order = { host: host.value, settings, deadline: deadlines.observe, signal }
      const once = async (leaseRequest: LeaseRequest) => take({ ...order, taking: { leaseRequest } })
      const taken = await takeInOrder(once, services, signal)
      if (!taken.ok) {
        noteDoubtful(held, host.value, taken.failure)
        return failed(await yieldTo(taken.failure, node.name, yielding, services))
      }
      const { lease } = taken.value
      if (lease === undefined) done.set(node.name, { stays: taken.value.stays, changed: [] })
      else held.leases.set(host.value, lease)
      return success({
        value: { host: host.value, lease },
        outcome: 'unchanged',
        progress: { kind: 'changed', things: [] },
      })
    },
    { ...services.context, interruption },
  )
  reportLost(services, yielding)
  return yielding.to === undefined ? nodes : undefined
}

interface NodeRemoval {
  readonly nodes: Map<Node, HeldNode>
  readonly leases: Map<Host, Lease>
  readonly done: Map<string, Removed>
}

async function removeFrom(
  { settings, deadlines }: Fleet,
  { context }: RoleServices,
  { nodes, leases, done }: NodeRemoval,
): Promise<void> {
  const owned = new Map([...nodes].filter(([, { lease }]) => lease !== undefined))
  const signal = context.interruption.aborting
  await runPhase<HeldNode, void>(
    'remove',
    owned,
    async ({ name }, { host, lease }) => {
      if (lease === undefined) throw new Error(`${name} is not held`)
      const gone = await remove({ host, settings, lease, deadline: deadlines.activate, signal })
      if (!gone.ok) return gone
      leases.delete(host)
      done.set(name, gone.value)
      const progress = { kind: 'removed', things: gone.value.changed } as const
      return success({ value: undefined, outcome: 'changed', progress })
    },
    context,
  )
}
