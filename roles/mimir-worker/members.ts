import type { Node } from '../../src/model/node.ts'
import type { CourseBatch } from '../../src/model/report.ts'
import { type Batch, type Member, planBatches } from '../../src/play/batches.ts'
import type { Fleet, Planned } from './fleet.ts'

/** The nodes that have to be changed, in the order of the inventory, however fast each of them was staged. */
function membersOf(fleet: Fleet, busy: ReadonlyMap<Node, Planned>): Member[] {
  return fleet.nodes.flatMap((node) => {
    const verdict = busy.get(node)?.plan.decision.verdict
    if (verdict === undefined) return []
    const { name, groups, domain } = node
    return [{ name, groups, verdict, ...(domain === undefined ? {} : { domain }) }]
  })
}

/** The batches of nodes that have to be changed: those of the saved plan where one is applied. */
export function batchesOf(fleet: Fleet, busy: ReadonlyMap<Node, Planned>): Batch[] {
  if (fleet.pinned === undefined) return planBatches(membersOf(fleet, busy), fleet.course)
  const names = new Set([...busy.keys()].map(({ name }) => name))
  return fleet.pinned.batches
    .map((batch) => ({ nodes: batch.filter((name) => names.has(name)), putOff: [] }))
    .filter(({ nodes }) => nodes.length > 0)
}

/** A batch as the report tells it. */
export function courseBatch({ nodes, putOff }: Batch, standing: CourseBatch['standing']): CourseBatch {
  return putOff.length === 0 ? { nodes, standing } : { nodes, standing, putOff }
}
