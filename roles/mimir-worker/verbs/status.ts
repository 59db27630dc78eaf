import type { Adoption } from '../../../src/model/adoption.ts'
import type { Host } from '../../../src/model/host.ts'
import type { Node } from '../../../src/model/node.ts'
import type { NodeStatus } from '../../../src/model/node-status.ts'
import { defined } from '../../../src/values/defined.ts'
import { adoptionOn, isEdited } from '../drift/adoption.ts'
import type { Fleet, RoleServices } from '../fleet/fleet.ts'
import { observe } from '../fleet/observe.ts'
import { withKnownImage } from '../fleet/pin-image.ts'
import { withHosts } from '../fleet/with-hosts.ts'
import { type NodePlan, planFleet } from '../plan/plan.ts'
import { readTexts } from '../programs/read-only/read-generation.ts'
import { projectName } from '../worker/vars.ts'
import { statusOf } from './node-status.ts'

/** Observes every node once. Node → status; a node that was not reached is missing. */
export async function runStatus(
  fleet: Fleet,
  services: RoleServices,
): Promise<ReadonlyMap<string, NodeStatus>> {
  return withHosts(async (hosts) => {
    const observed = await observe(fleet, services, hosts)
    const facts = new Map([...observed].map(([node, { facts: found }]) => [node, found]))
    const plans = planFleet(withKnownImage(fleet, observed), facts)
    const project = projectName(fleet.settings.directory)
    const statuses = [...observed].map(async ([node, { host, facts: found }]) => {
      const plan = plans.get(node)
      if (plan === undefined) return []
      const status = statusOf(node, found, plan, project)
      const adoption = plan.ok ? await keepable(fleet, services, { node, plan: plan.value, host }) : undefined
      return [[node.name, { ...status, ...defined({ adoption }) }] as const]
    })
    return new Map((await Promise.all(statuses)).flat())
  })
}

interface SeenNode {
  readonly node: Node
  readonly plan: NodePlan
  readonly host: Host
}

/** What somebody changed by hand is read only where there is such a file; one that cannot be read counts as changed. */
async function keepable(
  { settings, deadlines, written }: Fleet,
  { context: { pool, interruption } }: RoleServices,
  { node, plan, host }: SeenNode,
): Promise<Adoption | undefined> {
  const { generation, facts } = plan
  if (!isEdited(facts, generation)) return undefined
  const order = { host, settings, generation: generation.name, deadline: deadlines.observe }
  const found = await pool(async () => readTexts({ ...order, signal: interruption.aborting }))
  return found.ok ? adoptionOn(node, plan, found.value, written.worker) : undefined
}
