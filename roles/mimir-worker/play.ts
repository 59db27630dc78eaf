import type { Host } from '../../src/model/host.ts'
import type { Node } from '../../src/model/node.ts'
import type { Fleet, Means, Planned } from './fleet.ts'
import { activate } from './phases/activate.ts'
import { decide } from './phases/decide.ts'
import { observe } from './phases/observe.ts'
import { stage } from './phases/stage.ts'
import { verify } from './phases/verify.ts'

/**
 * The flow: look at all nodes, decide for all of them, bring what is needed to those that need it, and only then
 * swap, start and prove. Ends with every connection closed, whatever happened.
 */
export async function playRole(fleet: Fleet, means: Means): Promise<void> {
  const hosts: Host[] = []
  const goesThrough = (phase: Fleet['phases'][number]): boolean => fleet.phases.includes(phase)
  try {
    const observed = await observe(fleet, means, hosts)
    const { idle, busy } = sort(decide(fleet, means, observed))
    const staged = goesThrough('stage') ? await stage(fleet, means, busy) : busy
    const active = goesThrough('activate') ? await activate(fleet, means, staged) : staged
    if (goesThrough('verify')) await verify(fleet, means, new Map([...idle, ...active]))
  } finally {
    await Promise.all(hosts.map(async (host) => host.close()))
  }
}

/** Nodes that need nothing pass beside the phases that change things. */
function sort(planned: Map<Node, Planned>): { idle: Map<Node, Planned>; busy: Map<Node, Planned> } {
  const sorted = { idle: new Map<Node, Planned>(), busy: new Map<Node, Planned>() }
  for (const [node, one] of planned)
    sorted[one.plan.decision.verdict === 'noop' ? 'idle' : 'busy'].set(node, one)
  return sorted
}
