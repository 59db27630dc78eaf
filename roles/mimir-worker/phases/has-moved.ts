import type { Node } from '../../../src/model/node.ts'
import type { Fleet, Means, Planned } from '../fleet.ts'
import { movedFrom, pinnedOf } from '../moved.ts'

/** Whether a node is not as the saved plan has it: that is applied as it is or not at all, and nothing was done yet. */
export function hasMoved({ pinned }: Fleet, { stage }: Means, planned: ReadonlyMap<Node, Planned>): boolean {
  if (pinned === undefined) return false
  const moved = [...planned].flatMap(([{ name }, { plan }]) => {
    const failure = movedFrom(pinned.nodes.get(name), pinnedOf(plan))
    return failure === undefined ? [] : [[name, failure] as const]
  })
  for (const [name, failure] of moved) stage.roster.failed(name, failure)
  return moved.length > 0
}
