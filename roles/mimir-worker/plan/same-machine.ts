import type { Failure } from '../../../src/model/failure.ts'
import type { Node } from '../../../src/model/node.ts'
import { groupBy } from '../../../src/values/group-by.ts'
import type { Facts } from '../node/facts.ts'

/** Nodes whose workers would share one directory of one machine, by what they were observed to be. */
export function sameMachines(observed: ReadonlyMap<Node, Facts>): Map<Node, Failure> {
  const known = [...observed].flatMap(([node, { machine }]) =>
    machine === undefined ? [] : [{ node, machine }],
  )
  const groups = [...groupBy(known, ({ machine }) => machine).values()].filter(({ length }) => length > 1)
  return new Map(
    groups.flatMap((group) =>
      group.map(({ node }) => {
        const others = group.filter((other) => other.node !== node).map((other) => other.node.name)
        return [node, { reason: 'same-machine', others }] as const
      }),
    ),
  )
}
