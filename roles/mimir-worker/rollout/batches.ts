import type { Node } from '../../../src/model/node.ts'
import type { BatchReasons, RolloutBatch } from '../../../src/model/report.ts'
import type { Batches } from '../../../src/model/saved-plan.ts'
import { type Batch, type Member, planBatches, reasonsOf } from '../../../src/play/batches.ts'
import type { Fleet, Planned } from '../fleet/fleet.ts'
import { reroutingOf } from '../plan/remote-write-change.ts'

/** The nodes that have to be changed, in the order of the inventory, however fast each of them was staged. */
function membersOf(fleet: Fleet, changing: ReadonlyMap<Node, Planned>): Member[] {
  return fleet.nodes.flatMap((node) => {
    const plan = changing.get(node)?.plan
    if (plan === undefined) return []
    const { name, groups, domain } = node
    const { decision, generation, facts } = plan
    const rerouting = reroutingOf(generation, facts)
    const member = { name, groups, verdict: decision.verdict, rerouting }
    return [{ ...member, ...(domain === undefined ? {} : { domain }) }]
  })
}

/**
 * The batches of nodes that have to be changed: those of the saved plan where one is applied. Where an earlier run is
 * resumed they are its batches, without the nodes that are missing; nodes that it did not have come last.
 */
export function batchesOf(
  fleet: Fleet,
  changing: ReadonlyMap<Node, Planned>,
  unchanged: ReadonlyMap<Node, Planned> = new Map(),
): Batch[] {
  const { pinned, earlierBatches = [] } = fleet
  if (pinned !== undefined) return among(pinned.batches, changing)
  const known = new Set(earlierBatches.flat())
  const others = new Map([...changing].filter(([{ name }]) => !known.has(name)))
  return [
    ...among(earlierBatches, new Map([...unchanged, ...changing])),
    ...planBatches(membersOf(fleet, others), fleet.policy),
  ]
}

/** Why the batches are in this order; undefined where an earlier run or a saved plan says so, or there is but one. */
export function batchReasons(
  fleet: Fleet,
  changing: ReadonlyMap<Node, Planned>,
  batches: readonly Batch[],
): BatchReasons | undefined {
  const isGiven = fleet.pinned !== undefined || (fleet.earlierBatches ?? []).length > 0
  return isGiven || batches.length < 2 ? undefined : reasonsOf(membersOf(fleet, changing), fleet.policy)
}

/** Whether the first batch is one node that shows whether what is sent otherwise arrives. */
export function hasCanary(
  fleet: Fleet,
  changing: ReadonlyMap<Node, Planned>,
  batches: readonly Batch[],
): boolean {
  const [first, ...others] = batches
  if (first?.nodes.length !== 1 || others.length === 0) return false
  return membersOf(fleet, changing).some(({ rerouting }) => rerouting.length > 0)
}

function among(batches: Batches, nodes: ReadonlyMap<Node, Planned>): Batch[] {
  const names = new Set([...nodes.keys()].map(({ name }) => name))
  return batches
    .map((batch) => ({ nodes: batch.filter((name) => names.has(name)), deferred: [] }))
    .filter(({ nodes: left }) => left.length > 0)
}

/** A batch as the report has it. */
export function reportBatch({ nodes, deferred }: Batch, state: RolloutBatch['state']): RolloutBatch {
  return deferred.length === 0 ? { nodes, state } : { nodes, state, deferred }
}
