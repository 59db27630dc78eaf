import type { Node } from '../../src/model/node.ts'
import type { CourseBatch } from '../../src/model/report.ts'
import type { Batch, Member } from '../../src/play/batches.ts'
import type { Fleet, Planned } from './fleet.ts'

/** The nodes that have to be changed, in the order of the inventory, however fast each of them was staged. */
export function membersOf(fleet: Fleet, busy: ReadonlyMap<Node, Planned>): Member[] {
  return fleet.nodes.flatMap((node) => {
    const verdict = busy.get(node)?.plan.decision.verdict
    if (verdict === undefined) return []
    const { name, groups, domain } = node
    return [{ name, groups, verdict, ...(domain === undefined ? {} : { domain }) }]
  })
}

/** A batch as the report tells it. */
export function courseBatch({ nodes, putOff }: Batch, standing: CourseBatch['standing']): CourseBatch {
  return putOff.length === 0 ? { nodes, standing } : { nodes, standing, putOff }
}
