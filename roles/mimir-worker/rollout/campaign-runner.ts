import type { Host } from '../../../src/model/host.ts'
import type { Node } from '../../../src/model/node.ts'
import type { Course, CourseBatch } from '../../../src/model/report.ts'
import type { Batch } from '../../../src/play/batches.ts'
import { allowance } from '../../../src/play/budget.ts'
import {
  after,
  type Campaign,
  type CampaignEvent,
  campaign,
  type Move,
  next,
} from '../../../src/play/campaign.ts'
import { type Grief, lossesOf, type Outcome } from '../../../src/play/node-outcome.ts'
import { griefOf } from '../../../src/play/node-outcome-of-failure.ts'
import type { SafeText } from '../../../src/values/safe-text.ts'
import type { Fleet, Means, Planned } from '../fleet/fleet.ts'
import type { Lease } from '../node/lease.ts'
import { activate } from './activate.ts'
import { batchesOf, courseBatch } from './batches.ts'
import { gate } from './gate.ts'
import { askAfterBatch } from './hooks.ts'
import { keepUnproven } from './keep-failed.ts'
import { measureGaps } from './measure-gaps.ts'
import { rollBack } from './roll-back.ts'
import { verify } from './verify.ts'

/** The nodes of a run that were decided about. */
export interface Team {
  /** They need nothing, and are proven together with the first batch. */
  readonly idle: Map<Node, Planned>
  /** What they need lies on them. */
  readonly staged: Map<Node, Planned>
  readonly leases: Map<Host, Lease>
}

interface Way {
  readonly fleet: Fleet
  readonly means: Means
  readonly team: Team
  readonly batches: readonly Batch[]
}

/** From batch to batch: change, prove, ask whether the next one may begin, and send back what failed. */
export async function runCourse(fleet: Fleet, means: Means, team: Team): Promise<Course> {
  const batches = batchesOf(fleet, team.staged, team.idle)
  const way = { fleet, means, team, batches }
  const finished = await finishedEarlier(way)
  await means.stage.journal?.write({ type: 'batches', batches: batches.map(({ nodes }) => nodes) })
  const begun = campaign(order(way, finished))
  const memory: Memory = {
    sentBack: new Set(),
    why: undefined,
    unheard: finishedLast(next(begun), finished, way),
  }
  let state = await heard(begun, way, memory)
  for (;;) {
    if (means.stage.interruption.stopping.aborted) state = after(state, { kind: 'stop-wished' })
    const move = next(state)
    if (move.kind === 'end' || means.stage.interruption.aborting.aborted) return told(state, way, memory)
    const answer = await carryOut(move, way)
    remember(memory, move, answer)
    state = await heard(answer.events.reduce(after, state), way, memory)
  }
}

/** What the report tells of a campaign beside where each node stands. */
interface Memory {
  readonly sentBack: Set<string>
  /** What closed the gate. */
  why: SafeText | undefined
  /** The batch that was changed last, until the operator's hooks were asked about it. */
  unheard: number | undefined
}

function remember(memory: Memory, move: Move, { events, why }: Answer): void {
  if (why !== undefined) memory.why = why
  if (move.kind === 'activate') memory.unheard = move.batch
  if (move.kind !== 'roll-back' || move.why === 'node') return
  for (const event of events)
    if (event.kind === 'rolled-back')
      for (const [node, outcome] of event.outcomes) if (outcome !== 'stays') memory.sentBack.add(node)
}

/** Where a batch is done with, what failed of it sent back too, the operator's own tests have a word. */
async function heard(state: Campaign, { means, batches }: Way, memory: Memory): Promise<Campaign> {
  const { unheard: batch } = memory
  const move = next(state)
  const goesOn = move.kind === 'gate' || (move.kind === 'end' && move.how === 'complete')
  if (batch === undefined || !goesOn) return state
  memory.unheard = undefined
  const nodes = batches[batch - 1]?.nodes ?? []
  const refusal = await askAfterBatch(means, { batch, of: batches.length, nodes })
  if (refusal === undefined) return state
  memory.why = refusal
  return move.kind === 'gate' ? after(state, { kind: 'gate-refused' }) : state
}

/** The batch that an earlier run had come to: whether its tests were well is asked again, as its gate is. */
function finishedLast(move: Move, finished: readonly string[], { batches }: Way): number | undefined {
  if (move.kind === 'gate') return move.batch
  return move.kind === 'end' && finished.length > 0 ? batches.length : undefined
}

interface Answer {
  readonly events: readonly CampaignEvent[]
  /** What closed the gate. */
  readonly why?: SafeText
}

async function carryOut(move: Exclude<Move, { kind: 'end' }>, way: Way): Promise<Answer> {
  const { fleet, means, team } = way
  switch (move.kind) {
    case 'activate':
      return { events: await change(move, way) }
    case 'gate':
      return gate(fleet, means, {
        batch: move.batch,
        nodes: chosen(team.staged, way.batches[move.batch - 1]?.nodes ?? []),
      })
    case 'roll-back': {
      const outcomes = await rollBack(fleet, means, {
        ...move,
        nodes: chosen(team.staged, move.nodes),
        leases: team.leases,
      })
      return { events: [{ kind: 'rolled-back', outcomes }] }
    }
  }
}

/** Activate a batch and prove it; what needs nothing is proven beside the first. */
async function change(
  { batch, of, nodes }: Extract<Move, { kind: 'activate' }>,
  { fleet, means, team }: Way,
): Promise<CampaignEvent[]> {
  const { stage } = means
  await stage.journal?.write({ type: 'batch-begins', batch })
  if (of > 1) stage.tell({ type: 'notice', text: stage.say({ kind: 'batch', batch, of, nodes }) })
  const idle = new Map(team.idle)
  team.idle.clear()
  const batchNodes = chosen(team.staged, nodes)
  const active = await activate(fleet, means, batchNodes)
  await verify(fleet, toItsEnd(means), new Map([...idle, ...active]), team.leases)
  await measureGaps(fleet, means, active)
  if (fleet.course.rollback === 'none') await keepUnproven(fleet, means, batchNodes, team.leases)
  const outcomes = new Map(nodes.map((node) => [node, outcomeOf(node, means)] as const))
  const dropped = griefsOf(
    [...idle.keys()].map(({ name }) => name),
    means,
  )
  return [
    { kind: 'batch-done', outcomes },
    ...(dropped.size === 0 ? [] : [{ kind: 'dropped-out', outcomes: dropped } as const]),
  ]
}

/** What was activated is proven although the operator wants to stop: else it would go back by itself. */
function toItsEnd(means: Means): Means {
  const { aborting, interrupt } = means.stage.interruption
  return { ...means, stage: { ...means.stage, interruption: { stopping: aborting, aborting, interrupt } } }
}

function outcomeOf(node: string, { stage }: Means): Outcome {
  const { state, failure, steps } = stage.roster.report(node)
  if (state === 'verified') return 'verified'
  if (failure !== undefined && failure.reason !== 'aborted') return griefOf(failure)
  return steps.some(({ phase }) => phase === 'activate') ? 'unverified' : 'not-started'
}

function griefsOf(nodes: readonly string[], { stage }: Means): Map<string, Grief> {
  return new Map(
    nodes.flatMap((node) => {
      const { failure } = stage.roster.report(node)
      return failure === undefined ? [] : [[node, griefOf(failure)] as const]
    }),
  )
}

/** What the run that is gone on with has done must still be well before anything is built on it. */
async function finishedEarlier({ fleet, means, team, batches }: Way): Promise<string[]> {
  const earlier = new Set(batches.flatMap(({ nodes }) => nodes))
  const done = new Map([...team.idle].filter(([{ name }]) => earlier.has(name)))
  if (done.size > 0) await verify(fleet, means, done, team.leases)
  for (const node of done.keys()) team.idle.delete(node)
  return [...done.keys()].map(({ name }) => name)
}

function order(
  { fleet, means, team, batches }: Way,
  finished: readonly string[],
): Parameters<typeof campaign>[0] {
  const names = fleet.nodes.map(({ name }) => name)
  const newcomers = [...team.staged].filter(([, one]) => isNewcomer(one)).map(([{ name }]) => name)
  return {
    batches,
    fleet: names.length,
    budget: fleet.course.budget,
    rollback: fleet.course.rollback,
    // What the earlier run changed is not this one's to take back.
    newcomers: new Set([...newcomers, ...finished]),
    lost: griefsOf(names, means),
    finished: new Map(finished.map((node) => [node, { kind: 'verified' }])),
  }
}

/** A node that ran no generation of ours has none to go back to. */
function isNewcomer({ plan }: Planned): boolean {
  return plan.facts.files.current === undefined
}

function chosen(from: ReadonlyMap<Node, Planned>, names: readonly string[]): Map<Node, Planned> {
  const wanted = new Set(names)
  return new Map([...from].filter(([{ name }]) => wanted.has(name)))
}

function told(state: Campaign, { fleet, means, batches }: Way, { sentBack, why }: Memory): Course {
  const { move, standings } = state
  const waits = (node: string): boolean =>
    ['pending', 'not-started'].includes(standings.get(node)?.kind ?? '')
  // An interruption is told of the nodes themselves, by how far they had come.
  const stopped = move.kind === 'end' && move.how !== 'interrupted'
  if (stopped) for (const node of standings.keys()) if (waits(node)) means.stage.roster.notStarted(node)
  const standing = ({ nodes }: Batch): CourseBatch['standing'] => {
    if (nodes.every(waits)) return 'not-started'
    return nodes.some((node) => sentBack.has(node)) ? 'rolled-back' : 'done'
  }
  return {
    batches: batches.map((batch) => courseBatch(batch, standing(batch))),
    budget: { allowed: allowance(fleet.course.budget, fleet.nodes.length), spent: lossesOf(standings) },
    ending: move.kind === 'end' ? move.how : 'interrupted',
    ...(why === undefined ? {} : { why }),
  }
}
