import type { Node } from '../../../src/model/node.ts'
import { failed, type Result, success } from '../../../src/model/result.ts'
import type { Fleet, Planned, RoleServices } from '../fleet/fleet.ts'
import { observeWorker } from '../fleet/observe.ts'
import type { Lease } from '../node/lease.ts'
import { type ChangePlan, decisionOn } from '../plan/plan.ts'
import { pinnedOf, staleness } from '../plan/stale-plan.ts'
import { noteDecision, whyRestart, withRestart } from './plan.ts'

export interface LeasedNode {
  readonly node: Node
  readonly planned: Planned
  readonly lease: Lease
}

/**
 * Between the observation of a node and its lease another run may have changed it, or its own timer: the token shows
 * it. Then the node is observed once more, now that nobody else changes it, and planned anew.
 */
export async function asFoundUnderLease(
  fleet: Fleet,
  services: RoleServices,
  { node, planned, lease }: LeasedNode,
): Promise<Result<Planned>> {
  const { host, plan } = planned
  if (lease.token === lastToken(plan) + 1) return success(planned)
  const { vars, generation, project } = plan
  const facts = await observeWorker(fleet, services, host, vars.listen)
  if (!facts.ok) return facts
  const found = decisionOn(facts.value, generation, project)
  const decision = withRestart(fleet, { decision: found, facts: facts.value })
  const now = { ...plan, facts: facts.value, decision }
  const pinned = fleet.pinned?.nodes.get(node.name)
  const stale = pinned && staleness(pinned, pinnedOf(now))
  if (stale !== undefined) return failed(stale)
  const refused = fleet.restarts ? undefined : whyRestart(now)
  if (refused !== undefined) return failed(refused)
  await noteDecision(services, node.name, now)
  return success({ ...planned, plan: now })
}

/** The token of the run that changed the node last before it was observed; 0 where none ever did. */
function lastToken({ facts }: ChangePlan): number {
  const { lease, unconfirmed } = facts.records ?? {}
  return Math.max(lease?.token ?? 0, unconfirmed?.token ?? 0)
}
