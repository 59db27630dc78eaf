import type { Host } from '../../../src/model/host.ts'
import type { Node } from '../../../src/model/node.ts'
import type { Rollout } from '../../../src/model/report.ts'
import type { Fleet, Planned, RoleServices } from '../fleet/fleet.ts'
import { noLeases, releaseLeases, renewLeases } from '../fleet/leases.ts'
import { type Observed, observe } from '../fleet/observe.ts'
import { pinImage } from '../fleet/pin-image.ts'
import { runCampaign } from './campaign-runner.ts'
import { isApproved, mayBegin } from './hooks.ts'
import { decide, isStale } from './plan.ts'
import { decideReturn } from './plan-rollback.ts'
import { preview } from './preview.ts'
import { stage } from './stage.ts'
import { verify } from './verify.ts'

/**
 * The flow: look at all nodes, decide for all of them, bring what is needed to those that need it, and only then
 * swap, start and prove, batch by batch. Ends with every lease given back and every connection closed, whatever
 * happened.
 */
export async function playRole(asked: Fleet, means: RoleServices): Promise<Rollout | undefined> {
  const hosts: Host[] = []
  const held = noLeases()
  const { leases } = held
  const stopKeeping = renewLeases(asked, means, leases)
  try {
    const observed = await observe(asked, means, hosts)
    const decided = await decideAbout(asked, means, observed)
    if (decided === undefined) return undefined
    const { fleet, planned } = decided
    if (isStale(fleet, means, planned)) return undefined
    const { idle, busy } = sort(planned)
    if (!fleet.phases.includes('activate')) {
      if (!fleet.phases.includes('verify')) return await preview(fleet, means, { idle, busy })
      await verify(fleet, means, new Map([...idle, ...busy]), leases)
      return undefined
    }
    if (!(await isApproved(fleet, means, { idle, busy }))) return undefined
    if (!(await mayBegin(means, { idle, busy }))) return undefined
    const staged = await stage(fleet, means, busy, held)
    if (staged === undefined) return undefined
    const policy = await runCampaign(fleet, means, { idle, staged, leases })
    if (idle.size > 0) await verify(fleet, means, idle, leases)
    return policy
  } finally {
    stopKeeping()
    await releaseLeases(asked, means, held)
    await Promise.all(hosts.map(async (host) => host.close()))
  }
}

interface Decided {
  readonly fleet: Fleet
  readonly planned: Map<Node, Planned>
}

/** The fleet with its image pinned, and what is to become of each node; undefined where the image is not to be had. */
async function decideAbout(
  fleet: Fleet,
  means: RoleServices,
  observed: Map<Node, Observed>,
): Promise<Decided | undefined> {
  if (fleet.rollbackTo !== undefined) return { fleet, planned: await decideReturn(fleet, means, observed) }
  const pinned = await pinImage(fleet, means, observed)
  if (pinned.ok) return { fleet: pinned.value, planned: await decide(pinned.value, means, observed) }
  for (const { name } of observed.keys()) means.context.roster.failed(name, pinned.failure)
  return undefined
}

/** Nodes that need nothing pass beside the phases that change things. */
function sort(planned: Map<Node, Planned>): { idle: Map<Node, Planned>; busy: Map<Node, Planned> } {
  const sorted = { idle: new Map<Node, Planned>(), busy: new Map<Node, Planned>() }
  for (const [node, one] of planned)
    sorted[one.plan.decision.verdict === 'noop' ? 'idle' : 'busy'].set(node, one)
  return sorted
}
