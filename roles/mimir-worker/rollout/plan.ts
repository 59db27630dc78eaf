import type { Failure } from '../../../src/model/failure.ts'
import type { Node } from '../../../src/model/node.ts'
import type { Progress } from '../../../src/model/progress.ts'
import type { TargetDifference } from '../../../src/model/report.ts'
import { failed, type Result, success } from '../../../src/model/result.ts'
import { groupBy } from '../../../src/values/group-by.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import type { Fleet, Planned, RoleServices } from '../fleet/fleet.ts'
import type { Observed } from '../fleet/observe.ts'
import { type ChangePlan, type NodePlan, planFleet } from '../plan/plan.ts'
import { pinnedOf, staleness } from '../plan/stale-plan.ts'
import type { Decision } from '../plan/verdict.ts'
import { missingImage } from '../plan/way-back.ts'
import { actionFor } from '../programs/changing/activate.ts'

/** Decides for the whole fleet at once; no node is contacted. A node without a plan drops out here. */
export async function decide(
  fleet: Fleet,
  { context }: RoleServices,
  observed: Map<Node, Observed>,
): Promise<Map<Node, Planned>> {
  const from = context.elapsed()
  context.tell({ type: 'phase-started', phase: 'plan', nodes: [...observed.keys()].map(({ name }) => name) })
  const facts = new Map([...observed].map(([node, { facts: found }]) => [node, found]))
  const planned = new Map<Node, Planned>()
  for (const [node, found] of planFleet(fleet, facts)) {
    const asked = found.ok ? success({ ...found.value, decision: withRestart(fleet, found.value) }) : found
    const plan = fleet.restarts ? asked : withoutRestart(asked)
    const host = observed.get(node)?.host
    if (plan.ok && host !== undefined) planned.set(node, { host, plan: plan.value, asObserved: true })
    record(node, plan, { from, context: context })
  }
  await Promise.all([...planned].map(async ([{ name }, { plan }]) => noteDecision({ context }, name, plan)))
  for (const progress of [...disagreements(planned), ...waysBackGone(planned)])
    context.tell({ type: 'warning', text: context.describe(progress) })
  context.tell({ type: 'phase-finished', phase: 'plan' })
  return planned
}

/** What a node needs where each worker that was started before this run is to be replaced, whatever it runs. */
export function withRestart(
  { startedSince }: Pick<Fleet, 'startedSince'>,
  { decision, facts }: Pick<ChangePlan, 'decision' | 'facts'>,
): Decision {
  const { container, skew = 0 } = facts
  if (startedSince === undefined || container === undefined) return decision
  if (container.startedAt - skew >= startedSince) return decision
  const at = new Date(container.startedAt * 1000).toISOString()
  const reason = {
    field: 'restart',
    current: safeLine(`started ${at}`),
    desired: safeLine('a new container'),
  }
  return { verdict: 'recreate', reasons: [...decision.reasons, reason] }
}

/** Where nothing may be restarted, a node that needs more than to read its configuration again is left as it is. */
function withoutRestart(plan: Result<NodePlan>): Result<NodePlan> {
  const refused = plan.ok ? whyRestart(plan.value) : undefined
  return refused === undefined ? plan : failed(refused)
}

/** Why a node cannot reach its generation without a restart; undefined where it can. */
export function whyRestart({ decision, facts }: ChangePlan): Failure | undefined {
  const { verdict, reasons } = decision
  if (verdict === 'noop' || actionFor(verdict, facts) === 'reload') return undefined
  return { reason: 'needs-restart', verdict, fields: reasons.map(({ field }) => field) }
}

/** What was decided about a node goes to the roster and, where nodes are changed, into the journal. */
export async function noteDecision(
  { context: { roster, journal } }: Pick<RoleServices, 'context'>,
  node: string,
  { decision, generation, facts }: ChangePlan,
): Promise<void> {
  roster.decided(node, decision, generation.name)
  const entry = { type: 'planned', node, verdict: decision.verdict, generation: generation.name } as const
  const previous = facts.files.current
  if (previous !== undefined) roster.ran(node, previous)
  await journal?.write(previous === undefined ? entry : { ...entry, previous })
}

/** One warning an exporter, however many nodes have it elsewhere than Kolla's files say. */
function disagreements(planned: ReadonlyMap<Node, Planned>): Progress[] {
  const found = new Map<string, { nodes: string[]; difference: TargetDifference }>()
  for (const [{ name }, { plan }] of planned)
    for (const difference of plan.differences) {
      const known = found.get(difference.job)
      if (known === undefined) found.set(difference.job, { nodes: [name], difference })
      else known.nodes.push(name)
    }
  return [...found.values()].map((exporter) => ({ kind: 'elsewhere', ...exporter }))
}

/** One warning an image, however many nodes would need it from the registry if what is to come were rolled back. */
function waysBackGone(planned: ReadonlyMap<Node, Planned>): Progress[] {
  const gone = [...planned].flatMap(([{ name }, { plan }]) => {
    const image = missingImage(plan.facts, plan.facts.files.current)
    return plan.decision.verdict === 'noop' || image === undefined ? [] : [{ name, image }]
  })
  return [...groupBy(gone, ({ image }) => image)].map(([image, nodes]) => ({
    kind: 'way-back-gone',
    nodes: nodes.map(({ name }) => name),
    image,
  }))
}

function record(
  node: Node,
  plan: Result<NodePlan>,
  { from, context }: { from: number; context: RoleServices['context'] },
): void {
  const { roster } = context
  if (plan.ok) roster.disagreed(node.name, plan.value.differences)
  else roster.failed(node.name, plan.failure)
  const outcome = plan.ok ? 'unchanged' : 'failed'
  roster.step(node.name, { phase: 'plan', from, to: context.elapsed(), outcome })
  const progress: Progress = plan.ok
    ? { kind: 'decided', verdict: plan.value.decision.verdict }
    : { kind: 'failed', failure: plan.failure }
  context.tell({
    type: 'node-finished',
    phase: 'plan',
    node: node.name,
    outcome,
    text: context.describe(progress),
  })
}

/** Whether a node is not as the saved plan has it: that is applied as it is or not at all, and nothing was done yet. */
export function isStale(
  { pinned }: Fleet,
  { context }: RoleServices,
  planned: ReadonlyMap<Node, Planned>,
): boolean {
  if (pinned === undefined) return false
  const stale = [...planned].flatMap(([{ name }, { plan }]) => {
    const failure = staleness(pinned.nodes.get(name), pinnedOf(plan))
    return failure === undefined ? [] : [[name, failure] as const]
  })
  for (const [name, failure] of stale) context.roster.failed(name, failure)
  return stale.length > 0
}
