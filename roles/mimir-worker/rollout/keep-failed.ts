import type { Host } from '../../../src/model/host.ts'
import type { Node } from '../../../src/model/node.ts'
import type { Fleet, Planned, RoleServices } from '../fleet/fleet.ts'
import type { Lease } from '../node/lease.ts'
import { keep } from '../programs/changing/confirm.ts'
import { CONFIRM_DEADLINE, recordOf } from './verify.ts'

/**
 * Where the policy is to roll nothing back, failed nodes stay for inspection: else their timers would undo
 * what the operator wants to see. A node that cannot be reached reverts all the same.
 */
export async function keepUnproven(
  fleet: Fleet,
  services: RoleServices,
  changed: ReadonlyMap<Node, Planned>,
  leases: Map<Host, Lease>,
): Promise<void> {
  const { context, leaseRequest } = services
  const signal = context.interruption.aborting
  const kept: string[] = []
  const keepNode = async ({ name }: Node, { host }: Planned): Promise<void> => {
    const { failure } = context.roster.report(name)
    const lease = leases.get(host)
    if (lease === undefined || failure === undefined || failure.reason === 'aborted') return
    const { settings } = fleet
    const order = { host, settings, lease, release: true, record: recordOf(leaseRequest), signal }
    const done = await context.pool(async () => keep({ ...order, deadline: CONFIRM_DEADLINE }))
    if (!done.ok) return
    leases.delete(host)
    kept.push(name)
  }
  await Promise.all([...changed].map(async ([node, planned]) => keepNode(node, planned)))
  if (kept.length > 0)
    context.tell({ type: 'notice', text: context.describe({ kind: 'keeping', nodes: kept.toSorted() }) })
}
