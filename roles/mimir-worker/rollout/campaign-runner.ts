import type { Host } from '../../../src/model/host.ts'
import type { Node } from '../../../src/model/node.ts'
import type { Rollout, RolloutBatch } from '../../../src/model/report.ts'
import type { Batch } from '../../../src/play/batches.ts'
import { allowance } from '../../../src/play/batches.ts'
import {
  after,
  type Campaign,
  type CampaignEvent,
  campaign,
  type Move,
  next,
} from '../../../src/play/campaign.ts'
import {
  type BatchOutcome,
  type FailureKind,
  failureKindOf,
  failuresOf,
} from '../../../src/play/node-outcome.ts'
import { defined } from '../../../src/values/defined.ts'
import type { SafeText } from '../../../src/values/safe-text.ts'
import type { Fleet, Planned, RoleServices } from '../fleet/fleet.ts'
import type { Lease } from '../node/lease.ts'
import { activate } from './activate.ts'
import { batchesOf, batchReasons, hasCanary, reportBatch } from './batches.ts'
import { gate } from './gate.ts'
import { runAfterBatchHook } from './hooks.ts'
import { keepUnproven } from './keep-failed.ts'
import { measureGaps } from './measure-gaps.ts'
import { rollBack } from './roll-back.ts'
import { verify } from './verify.ts'

/** The nodes of a run that have a plan. */
export interface PlannedNodes {
  /** They need no change, and are verified together with the first batch. */
  readonly unchanged: Map<Node, Planned>
  /** They have the files and images that they need. */
  readonly staged: Map<Node, Planned>
  readonly leases: Map<Host, Lease>
}

interface CampaignContext {
  readonly fleet: Fleet
  readonly services: RoleServices
  readonly planned: PlannedNodes
  readonly batches: readonly Batch[]
}

/** From batch to batch: change, verify, decide whether the next one may begin, and roll back what failed. */
export async function runCampaign(
  fleet: Fleet,
  services: RoleServices,
  planned: PlannedNodes,
): Promise<Rollout> {
  const batches = batchesOf(fleet, planned.staged, planned.unchanged)
  const context = { fleet, services, planned, batches }
  const finished = await finishedEarlier(context)
  await services.context.journal?.write({ type: 'batches', batches: batches.map(({ nodes }) => nodes) })
  const begun = campaign(order(context, finished))
  const log: CampaignLog = {
    rolledBack: new Set(),
    reason: undefined,
    awaitingHooks: finishedLast(next(begun), finished, context),
  }
  let state = await runAfterBatchHooks(begun, context, log)
  for (;;) {
    if (services.context.interruption.stopping.aborted) state = after(state, { kind: 'stop-requested' })
    const move = next(state)
    if (move.kind === 'end' || services.context.interruption.aborting.aborted)
      return toReport(state, context, log)
    const result = await execute(move, context)
    record(log, move, result)
    state = await runAfterBatchHooks(result.events.reduce(after, state), context, log)
  }
}

/** What the report has of a campaign beside the state of each node. */
interface CampaignLog {
  readonly rolledBack: Set<string>
  /** What closed the gate. */
  reason: SafeText | undefined
  /** The batch that was changed last, until the operator's hooks have run for it. */
  awaitingHooks: number | undefined
}

function record(log: CampaignLog, move: Move, { events, reason }: MoveResult): void {
  if (reason !== undefined) log.reason = reason
  if (move.kind === 'activate') log.awaitingHooks = move.batch
  if (move.kind !== 'roll-back' || move.scope === 'node') return
  for (const event of events)
    if (event.kind === 'rolled-back')
      for (const [node, outcome] of event.outcomes)
        if (outcome === 'proven' || outcome === 'unproven') log.rolledBack.add(node)
}

/** Where a batch is finished, including its rollbacks, the operator's hooks run. */
async function runAfterBatchHooks(
  state: Campaign,
  { services, batches }: CampaignContext,
  log: CampaignLog,
): Promise<Campaign> {
  const { awaitingHooks: batch } = log
  const move = next(state)
  const goesOn = move.kind === 'gate' || (move.kind === 'end' && move.how === 'complete')
  if (batch === undefined || !goesOn) return state
  log.awaitingHooks = undefined
  const nodes = batches[batch - 1]?.nodes ?? []
  const refusal = await runAfterBatchHook(services, { batch, of: batches.length, nodes })
  if (refusal === undefined) return state
  log.reason = refusal
  return move.kind === 'gate' ? after(state, { kind: 'gate-refused' }) : state
}

/** The batch that an earlier run had reached: its hook runs again, as its gate does. */
function finishedLast(
  move: Move,
  finished: readonly string[],
  { batches }: CampaignContext,
): number | undefined {
  if (move.kind === 'gate') return move.batch
  return move.kind === 'end' && finished.length > 0 ? batches.length : undefined
}

interface MoveResult {
  readonly events: readonly CampaignEvent[]
  /** What closed the gate. */
  readonly reason?: SafeText
}

async function execute(move: Exclude<Move, { kind: 'end' }>, context: CampaignContext): Promise<MoveResult> {
  const { fleet, services, planned } = context
  switch (move.kind) {
    case 'activate':
      return { events: await change(move, context) }
    case 'gate':
      return gate(fleet, services, {
        batch: move.batch,
        nodes: chosen(planned.staged, context.batches[move.batch - 1]?.nodes ?? []),
      })
    case 'roll-back': {
      const outcomes = await rollBack(fleet, services, {
        ...move,
        nodes: chosen(planned.staged, move.nodes),
        leases: planned.leases,
      })
      return { events: [{ kind: 'rolled-back', outcomes }] }
    }
  }
}

/** Activate a batch and prove it; what needs nothing is proven beside the first. */
async function change(
  { batch, of, nodes }: Extract<Move, { kind: 'activate' }>,
  { fleet, services, planned }: CampaignContext,
): Promise<CampaignEvent[]> {
  const { context } = services
  await context.journal?.write({ type: 'batch-begins', batch })
  if (of > 1) context.tell({ type: 'notice', text: context.describe({ kind: 'batch', batch, of, nodes }) })
  const unchanged = new Map(planned.unchanged)
  planned.unchanged.clear()
  const batchNodes = chosen(planned.staged, nodes)
  const active = await activate(fleet, services, batchNodes)
  await verify(fleet, toItsEnd(services), new Map([...unchanged, ...active]), planned.leases)
  await measureGaps(fleet, services, active)
  if (fleet.policy.rollback === 'none') await keepUnproven(fleet, services, batchNodes, planned.leases)
  const outcomes = new Map(nodes.map((node) => [node, outcomeOf(node, services)] as const))
  const dropped = failureKindsOf(
    [...unchanged.keys()].map(({ name }) => name),
    services,
  )
  return [
    { kind: 'batch-done', outcomes },
    ...(dropped.size === 0 ? [] : [{ kind: 'dropped-out', outcomes: dropped } as const]),
  ]
}

/** What was activated is verified although the operator wants to stop: else it would revert on its own. */
function toItsEnd(services: RoleServices): RoleServices {
  const { aborting, interrupt } = services.context.interruption
  return {
    ...services,
    context: { ...services.context, interruption: { stopping: aborting, aborting, interrupt } },
  }
}

function outcomeOf(node: string, { context }: RoleServices): BatchOutcome {
  const { state, failure, steps } = context.roster.report(node)
  if (state === 'verified') return 'verified'
  if (failure !== undefined && failure.reason !== 'aborted') return failureKindOf(failure)
  return steps.some(({ phase }) => phase === 'activate') ? 'unverified' : 'not-started'
}

function failureKindsOf(nodes: readonly string[], { context }: RoleServices): Map<string, FailureKind> {
  return new Map(
    nodes.flatMap((node) => {
      const { failure } = context.roster.report(node)
      return failure === undefined ? [] : [[node, failureKindOf(failure)] as const]
    }),
  )
}

/** What the resumed run has done must still be healthy before the next batch begins. */
async function finishedEarlier({ fleet, services, planned, batches }: CampaignContext): Promise<string[]> {
  const inBatches = new Set(batches.flatMap(({ nodes }) => nodes))
  const done = new Map([...planned.unchanged].filter(([{ name }]) => inBatches.has(name)))
  if (done.size > 0) await verify(fleet, services, done, planned.leases)
  for (const node of done.keys()) planned.unchanged.delete(node)
  return [...done.keys()].map(({ name }) => name)
}

function order(
  { fleet, services, planned, batches }: CampaignContext,
  finished: readonly string[],
): Parameters<typeof campaign>[0] {
  const names = fleet.nodes.map(({ name }) => name)
  const firstInstalls = [...planned.staged]
    .filter(([, node]) => isFirstInstall(node))
    .map(([{ name }]) => name)
  return {
    batches,
    fleet: names.length,
    maxFailures: fleet.policy.maxFailures,
    rollback: fleet.policy.rollback,
    canary: hasCanary(fleet, planned.staged, batches),
    // What the earlier run changed is not this one's to take back.
    firstInstalls: new Set([...firstInstalls, ...finished]),
    lost: failureKindsOf(names, services),
    finished: new Map(finished.map((node) => [node, { kind: 'verified' }])),
  }
}

/** A node that ran no generation has none to roll back to. */
function isFirstInstall({ plan }: Planned): boolean {
  return plan.facts.files.current === undefined
}

function chosen(from: ReadonlyMap<Node, Planned>, names: readonly string[]): Map<Node, Planned> {
  const wanted = new Set(names)
  return new Map([...from].filter(([{ name }]) => wanted.has(name)))
}

function toReport(
  state: Campaign,
  { fleet, services, planned, batches }: CampaignContext,
  { rolledBack, reason }: CampaignLog,
): Rollout {
  const { move, states } = state
  const waits = (node: string): boolean => ['pending', 'not-started'].includes(states.get(node)?.kind ?? '')
  // An interruption is reported by the nodes themselves, by how far they got.
  const stopped = move.kind === 'end' && move.how !== 'interrupted'
  if (stopped) for (const node of states.keys()) if (waits(node)) services.context.roster.notStarted(node)
  const stateOf = ({ nodes }: Batch): RolloutBatch['state'] => {
    if (nodes.every(waits)) return 'not-started'
    return nodes.some((node) => rolledBack.has(node)) ? 'rolled-back' : 'done'
  }
  return {
    batches: batches.map((batch) => reportBatch(batch, stateOf(batch))),
    failures: { allowed: allowance(fleet.policy.maxFailures, fleet.nodes.length), count: failuresOf(states) },
    ending: move.kind === 'end' ? move.how : 'interrupted',
    ...defined({ reason, order: batchReasons(fleet, planned.staged, batches) }),
  }
}
