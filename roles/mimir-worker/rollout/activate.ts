import type { Node } from '../../../src/model/node.ts'
import { success } from '../../../src/model/result.ts'
import { runPhase } from '../../../src/play/phase.ts'
import type { Proof } from '../checks/deadline.ts'
import { type Fleet, type Planned, type RoleServices, stepDone } from '../fleet/fleet.ts'
import type { ChangePlan } from '../plan/plan.ts'
import { changesSending } from '../plan/remote-write-change.ts'
import {
  type Action,
  actionFor,
  activate as activateNode,
  autoRevertFrom,
  stopsWorker,
} from '../programs/changing/activate.ts'
import { drainBefore, reportUnsent } from './drain.ts'
import { verifyDeadline } from './verify.ts'

/** Seconds beyond its deadlines that a node is given to be confirmed. */
const SPARE = 60

/** Seconds after which a node reverts on its own: no sooner than it could have been verified. */
export function autoRevertWindow(fleet: Fleet, proof: Proof): number {
  const least = (fleet.deadlines.activate + verifyDeadline(fleet, proof)) / 1000 + SPARE
  return Math.max(least, fleet.policy.autoRevertAfter / 1000)
}

/** A reload that changes remote write ends the queue as a restart does: the next one begins with what is scraped then. */
function endsQueue(action: Action, { generation, facts }: ChangePlan): boolean {
  if (stopsWorker(action, facts)) return true
  return facts.container?.status === 'running' && changesSending(generation, facts)
}

/** Swap the staged generation in on every node, and let its worker run with it. */
export async function activate(
  fleet: Fleet,
  services: RoleServices,
  staged: Map<Node, Planned>,
): Promise<Map<Node, Planned>> {
  const unsent = new Map<Node, number>()
  const active = await runPhase<Planned, Planned>(
    'activate',
    staged,
    async (node, input, progress) => {
      const { plan, host, lease } = input
      const { verdict } = plan.decision
      if (verdict === 'noop' || lease === undefined) return success(stepDone(input, []))
      const action = actionFor(verdict, plan.facts)
      const drained = endsQueue(action, plan)
        ? await drainBefore(fleet, services, input, progress)
        : success(0)
      if (!drained.ok) return drained
      unsent.set(node, drained.value)
      const answer = await activateNode({
        host,
        settings: fleet.settings,
        lease,
        generation: plan.generation.name,
        action,
        back: autoRevertFrom(action),
        window: autoRevertWindow(fleet, plan),
        listen: plan.vars.listen,
        deadline: fleet.deadlines.activate,
        signal: services.context.interruption.aborting,
        progress: (act) => progress({ kind: 'acting', act }),
      })
      return answer.ok ? success(stepDone({ ...input, asObserved: false }, answer.value.changed)) : answer
    },
    services.context,
  )
  reportUnsent(services, unsent)
  return active
}
