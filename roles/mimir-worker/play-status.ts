import type { Host } from '../../src/model/host.ts'
import type { NodeStatus } from '../../src/model/status.ts'
import type { Fleet, Means } from './fleet.ts'
import { statusOf } from './node-status.ts'
import { observe } from './phases/observe.ts'
import { asSeen } from './phases/pin.ts'
import { planFleet } from './plan.ts'
import { projectName } from './vars.ts'

/** One look at every node, and what each tells of itself. Node → status; one that was not reached is missing. */
export async function playStatus(fleet: Fleet, means: Means): Promise<ReadonlyMap<string, NodeStatus>> {
  const hosts: Host[] = []
  try {
    const observed = await observe(fleet, means, hosts)
    const facts = new Map([...observed].map(([node, seen]) => [node, seen.facts]))
    const plans = planFleet(asSeen(fleet, observed), facts)
    const project = projectName(fleet.settings.directory)
    return new Map(
      [...facts].flatMap(([node, seen]) => {
        const plan = plans.get(node)
        return plan === undefined ? [] : [[node.name, statusOf(node, seen, plan, project)] as const]
      }),
    )
  } finally {
    await Promise.all(hosts.map(async (host) => host.close()))
  }
}
