import type { Cloud } from '../../../src/kolla/cloud.ts'
import { listed, quoted } from '../../../src/messages/format.ts'
import { groupBy } from '../../../src/values/group-by.ts'
import { type KollaProblem, kollaProblem } from './kolla-problem.ts'

const VARIABLE = 'kolla_container_engine'

/**
 * Nodes that Kolla deploys with another engine than Docker, once for each place where that is written: before any of
 * them is contacted. What only the node knows is found there.
 */
export function engineProblems(names: readonly string[], cloud: Cloud): KollaProblem[] {
  const others = names.flatMap((name) => {
    const resolved = cloud.resolve(name, VARIABLE)
    return !resolved.known || resolved.value === 'docker' ? [] : [{ name, resolved }]
  })
  const places = groupBy(others, ({ resolved }) => JSON.stringify([resolved.origin, resolved.value]))
  return [...places.values()].map(([first, ...more]) => {
    const nodes = [first, ...more].map(({ name }) => name)
    return kollaProblem(VARIABLE, first.resolved, {
      message: `is ${String(first.resolved.value)} on ${listed(nodes)}, and only docker is supported yet`,
      remedy: remedyFor(nodes, names),
    })
  })
}

function remedyFor(nodes: readonly string[], all: readonly string[]): string {
  const correct = 'if Kolla runs Docker there, correct the value'
  if (nodes.length === all.length) return correct
  const without = nodes.length <= MOST_EXCLUDED ? nodes.map((name) => `:!${name}`).join('') : ':!GROUP'
  return `exclude them: --limit ${quoted(`all${without}`)}; ${correct}`
}

/** More names than that are a group's. */
const MOST_EXCLUDED = 8
