import type { Node } from '../../../src/model/node.ts'
import { failed, type Result, success } from '../../../src/model/result.ts'
import { runPhase } from '../../../src/play/phase.ts'
import type { Fleet, Planned, RoleServices } from '../fleet/fleet.ts'
import type { Observed } from '../fleet/observe.ts'
import { type ChangePlan, decisionOn } from '../plan/plan.ts'
import { returnTarget } from '../plan/rollback-target.ts'
import { sameMachines } from '../plan/same-machine.ts'
import { readExpectation } from '../programs/read-only/read-generation.ts'
import { noteDecision } from './plan.ts'

/** Decides which of the generations on a node it rolls back to, and what that takes. */
export async function planRollback(
  fleet: Fleet,
  services: RoleServices,
  observed: Map<Node, Observed>,
): Promise<Map<Node, Planned>> {
  const twins = sameMachines(new Map([...observed].map(([node, { facts }]) => [node, facts])))
  return runPhase<Observed, Planned>(
    'plan',
    observed,
    async (node, { host, facts }) => {
      const { name } = node
      const twin = twins.get(node)
      if (twin !== undefined) return failed(twin)
      const plan = await planReturn(fleet, services, { host, facts })
      if (!plan.ok) return plan
      await noteDecision(services, name, plan.value)
      const progress = { kind: 'decided', verdict: plan.value.decision.verdict } as const
      return success({ value: { host, plan: plan.value, asObserved: true }, outcome: 'unchanged', progress })
    },
    services.context,
  )
}

async function planReturn(
  { settings, deadlines, rollbackTo }: Fleet,
  { context }: RoleServices,
  { host, facts }: Observed,
): Promise<Result<ChangePlan>> {
  const generation = rollbackTo?.to ?? returnTarget(facts)
  if (generation === undefined)
    return failed({
      reason: 'nothing-to-return-to',
      directory: settings.directory,
      generation: facts.files.current ?? '',
    })
  const order = { host, settings, generation, deadline: deadlines.observe }
  const found = await readExpectation({ ...order, signal: context.interruption.aborting })
  if (!found.ok) return found
  if (found.value === undefined) return failed({ reason: 'no-record', generation })
  const { vars, generation: outline, project } = found.value
  const decision = decisionOn(facts, outline, project)
  return success({ vars, generation: outline, project, decision, differences: [], facts })
}
