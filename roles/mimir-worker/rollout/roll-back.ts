import type { Host } from '../../../src/model/host.ts'
import type { Node } from '../../../src/model/node.ts'
import type { Progress } from '../../../src/model/progress.ts'
import type { NodeReport, Rollback } from '../../../src/model/report.ts'
import { failed, type Result, success } from '../../../src/model/result.ts'
import type { RollbackOutcome } from '../../../src/play/node-outcome.ts'
import { type Done, runPhase } from '../../../src/play/phase.ts'
import { unlimited } from '../../../src/play/pool.ts'
import { groupBy } from '../../../src/values/group-by.ts'
import type { Fleet, Planned, RoleServices } from '../fleet/fleet.ts'
import type { Lease } from '../node/lease.ts'
import { changesSending } from '../plan/remote-write-change.ts'
import { actionFor, autoRevertFrom } from '../programs/changing/activate.ts'
import { autoRevertWindow } from './activate.ts'
import { drainShortly, reportUnsent } from './drain.ts'
import { rollBackNode } from './roll-back-node.ts'
import { recordOf } from './verify.ts'
import { type RollbackProof, rollbackVerifier, type VerifyRollback } from './verify-rollback.ts'

export interface RollbackOrder {
  readonly nodes: Map<Node, Planned>
  readonly scope: Rollback['scope']
  readonly leases: Map<Host, Lease>
}

/** Rolls nodes back to the generation that they ran before, and verifies that one. */
export async function rollBack(
  fleet: Fleet,
  services: RoleServices,
  { nodes: requested, scope, leases }: RollbackOrder,
): Promise<Map<string, RollbackOutcome>> {
  const { context } = services
  const outcomes = new Map<string, RollbackOutcome>([...requested.keys()].map(({ name }) => [name, 'stays']))
  const nodes = new Map([...requested].filter(([{ name }]) => wasTouched(context.roster.report(name))))
  if (nodes.size === 0) return outcomes
  const names = [...nodes.keys()].map(({ name }) => name)
  for (const name of names) outcomes.set(name, 'failed')
  context.tell({ type: 'notice', text: context.describe({ kind: 'rolling-back', nodes: names, scope }) })
  const prove = rollbackVerifier(fleet, services)
  const unsent = new Map<Node, number>()
  const unchecked: UncheckedNode[] = []
  await runPhase<Planned, void>(
    'rollback',
    nodes,
    async (node, planned, progress) => {
      const setOutcome = (outcome: RollbackOutcome): void => void outcomes.set(node.name, outcome)
      const order = { node, planned, leases, unsent, prove, progress, setOutcome }
      const back = await rollBackAndVerify(fleet, services, order)
      if (!back.ok) {
        const to = planned.plan.facts.files.current ?? ''
        const incomplete = outcomes.get(node.name) === 'failed' ? { incomplete: true as const } : {}
        context.roster.rolledBack(node.name, { to, scope, ...incomplete, failure: back.failure })
        return failed(back.failure)
      }
      if (back.value === undefined) return nothingToRevert
      const { to, ...proof } = back.value
      context.roster.rolledBack(node.name, { to, scope, ...proof })
      if (proof.unchecked !== undefined) unchecked.push({ name: node.name, pushUrl: proof.unchecked })
      return success({ value: undefined, outcome: 'changed', progress: { kind: 'back-on', generation: to } })
    },
    { ...context, pool: unlimited },
  )
  reportUnsent(services, unsent)
  reportUnchecked(services, unchecked)
  return outcomes
}

/** One warning a push URL, however many nodes send there again. */
function reportUnchecked({ context }: RoleServices, unchecked: readonly UncheckedNode[]): void {
  for (const [url, nodes] of groupBy(unchecked, ({ pushUrl }) => pushUrl)) {
    const progress = { kind: 'back-unchecked', nodes: nodes.map(({ name }) => name), url } as const
    context.tell({ type: 'warning', text: context.describe(progress) })
  }
}

interface UncheckedNode {
  readonly name: string
  readonly pushUrl: string
}

/** A node whose queue did not drain runs what it ran before. */
function wasTouched({ failure }: NodeReport): boolean {
  return failure?.reason !== 'queue-not-drained'
}

/** It had nothing to roll back to. */
const nothingToRevert: Result<Done<void>> = success({
  value: undefined,
  outcome: 'unchanged',
  progress: { kind: 'changed', things: [] },
})

interface NodeRollback {
  readonly node: Node
  readonly planned: Planned
  readonly leases: Map<Host, Lease>
  /** Samples that are lost where a worker is stopped. */
  readonly unsent: Map<Node, number>
  readonly prove: VerifyRollback
  readonly progress: (progress: Progress) => void
  readonly setOutcome: (outcome: RollbackOutcome) => void
}

interface Back extends RollbackProof {
  readonly to: string
}

/** The generation that the node is back on; undefined where it had none to roll back to. */
async function rollBackAndVerify(
  fleet: Fleet,
  services: RoleServices,
  order: NodeRollback,
): Promise<Result<Back | undefined>> {
  const { node, planned, prove, progress, setOutcome } = order
  const back = await services.context.pool(async () => sendBack(fleet, services, order))
  if (!back.ok) return back
  const to = back.value
  if (to === undefined) {
    setOutcome('stays')
    return success(undefined)
  }
  setOutcome('unproven')
  const proven = await prove(node, planned, to, progress)
  if (!proven.ok) return proven
  if (proven.value.unchecked === undefined) setOutcome('proven')
  return success({ to, ...proven.value })
}

async function sendBack(
  fleet: Fleet,
  services: RoleServices,
  { node, planned, leases, unsent, progress }: NodeRollback,
): Promise<Result<string | undefined>> {
  const { host, plan } = planned
  const lease = leases.get(host)
  leases.delete(host)
  const after = planned.lease?.token
  const { verdict } = plan.decision
  const back = autoRevertFrom(verdict === 'noop' ? 'replace' : actionFor(verdict, plan.facts))
  return rollBackNode({
    host,
    settings: fleet.settings,
    lease,
    taking: { leaseRequest: services.leaseRequest, ...(after === undefined ? {} : { after }) },
    previous: plan.facts.files.current,
    back,
    endsQueue: back === 'replace' || changesSending(plan.generation, plan.facts),
    drain: async () => void unsent.set(node, await drainShortly(fleet, services, planned, progress)),
    window: autoRevertWindow(fleet, plan),
    record: recordOf(services.leaseRequest),
    deadline: fleet.deadlines.activate,
    signal: services.context.interruption.aborting,
    progress: (act) => progress({ kind: 'acting', act }),
  })
}
