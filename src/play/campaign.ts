import type { Share } from '../manifest/values/number-or-percent.ts'
import type { RollbackPolicy } from '../manifest/values/rollback-policy.ts'
import type { Batch } from './batches.ts'
import { allowance } from './budget.ts'
import {
  type Grief,
  lossesOf,
  type Outcome,
  PENDING,
  type RollbackOutcome,
  type Standing,
  type Standings,
  standingAfterRollback,
  standingOf,
} from './node-outcome.ts'

export interface CampaignOrder {
  readonly batches: readonly Pick<Batch, 'nodes'>[]
  /** All nodes of the run, also those that need nothing: a percentage of the budget is of these. */
  readonly fleet: number
  readonly budget: Share
  readonly rollback: RollbackPolicy
  /** Nodes without a worker until now: they have nothing to go back to. */
  readonly newcomers: ReadonlySet<string>
  /** Nodes that came to grief before any batch; they cost the budget, in a batch or not. */
  readonly lost: ReadonlyMap<string, Grief>
  /** Nodes of the batches that the run which is resumed brought to an end. */
  readonly finished: ReadonlyMap<string, Extract<Standing, { kind: 'verified' | 'failed' | 'rolled-back' }>>
}

/** What is to be done next. Batches are counted from 1. */
export type Move =
  | {
      readonly kind: 'activate'
      readonly batch: number
      readonly of: number
      readonly nodes: readonly string[]
    }
  /** Ask whether the batch after this one may begin. */
  | { readonly kind: 'gate'; readonly batch: number }
  | {
      readonly kind: 'roll-back'
      readonly batch: number
      readonly nodes: readonly string[]
      readonly why: Exclude<RollbackPolicy, 'none'>
    }
  | { readonly kind: 'end'; readonly how: Ending; readonly notStarted: readonly string[] }

/** `complete`: every batch had its turn, which does not say that every node is well. */
export type Ending = 'complete' | 'stopped-by-budget' | 'stopped-by-gate' | 'interrupted' | 'nothing-to-do'

/** What happened. All of them are told between two moves. */
export type CampaignEvent =
  | { readonly kind: 'batch-done'; readonly outcomes: ReadonlyMap<string, Outcome> }
  | { readonly kind: 'gate-passed' | 'gate-refused' }
  /** Nodes of the batch that were verified, and no longer are when the gate looks. */
  | { readonly kind: 'gate-found-unwell'; readonly outcomes: ReadonlyMap<string, Grief> }
  | { readonly kind: 'rolled-back'; readonly outcomes: ReadonlyMap<string, RollbackOutcome> }
  /** Nodes that wait for their batch, or need nothing at all, and came to grief meanwhile. */
  | { readonly kind: 'dropped-out'; readonly outcomes: ReadonlyMap<string, Grief> }
  /** Begin no other batch. What has failed still goes back. */
  | { readonly kind: 'stop-wished' }

interface State {
  readonly order: CampaignOrder
  readonly standings: Standings
  /** Nodes that came to grief before they were touched. */
  readonly untouched: ReadonlySet<string>
  /** Whether some batch came to an end, in this run or in the one that is resumed. */
  readonly begun: boolean
  readonly stopWished: boolean
}

/** A changing run, from batch to batch: an immutable value that says what to do next. */
export interface Campaign extends State {
  readonly move: Move
}

/** Before a resumed run begins a batch, the gate after the last one that came to its end is asked again. */
export function campaign(order: CampaignOrder): Campaign {
  const pending = order.batches.flatMap(({ nodes }) => nodes).map((node) => [node, PENDING] as const)
  const fresh: State = {
    order,
    standings: new Map([...pending, ...order.finished, ...griefs(order.lost)]),
    untouched: new Set(order.lost.keys()),
    begun: false,
    stopWished: false,
  }
  const before = order.batches.slice(0, (nextBatch(fresh) ?? Number.POSITIVE_INFINITY) - 1)
  const last = before.findLastIndex(({ nodes }) => nodes.some((node) => order.finished.has(node)))
  if (last === -1) return toNextBatch(fresh)
  return headFor({ ...fresh, begun: true }, { kind: 'gate', batch: last + 1 })
}

export function next({ move }: Campaign): Move {
  return move
}

/** The campaign after something happened. An event that does not answer the move is a defect, and throws. */
export function after(before: Campaign, event: CampaignEvent): Campaign {
  const { move, ...state } = before
  switch (event.kind) {
    case 'batch-done':
      return settle(state, expected(move, 'activate', event), event.outcomes)
    case 'gate-found-unwell':
      return foundUnwell(state, expected(move, 'gate', event), event.outcomes)
    case 'gate-passed':
      expected(move, 'gate', event)
      return toNextBatch(state)
    case 'gate-refused':
      expected(move, 'gate', event)
      return end(state, 'stopped-by-gate')
    case 'rolled-back':
      return wentBack(state, expected(move, 'roll-back', event), event.outcomes)
    case 'dropped-out':
      return dropOut(before, event.outcomes)
    case 'stop-wished':
      return reconsider({ ...before, stopWished: true })
  }
}

function expected<K extends Move['kind']>(
  move: Move,
  kind: K,
  event: CampaignEvent,
): Extract<Move, { kind: K }> {
  if (isKind(move, kind)) return move
  throw new Error(`${event.kind} answers no ${move.kind}`)
}

function isKind<K extends Move['kind']>(move: Move, kind: K): move is Extract<Move, { kind: K }> {
  return move.kind === kind
}

/** A node that nothing is told of is not proven. */
function settle(
  state: State,
  { batch, nodes }: Extract<Move, { kind: 'activate' }>,
  outcomes: ReadonlyMap<string, Outcome>,
): Campaign {
  refuseOthers(outcomes, nodes)
  const settled = nodes.map((node) => [node, outcomes.get(node) ?? 'unverified'] as const)
  const stopWished = state.stopWished || settled.some(([, outcome]) => outcome === 'not-started')
  return judge({ ...state, begun: true, stopWished }, batch, settled)
}

function foundUnwell(
  state: State,
  { batch }: Extract<Move, { kind: 'gate' }>,
  outcomes: ReadonlyMap<string, Grief>,
): Campaign {
  const well = nodesOf(state, batch).filter((node) => state.standings.get(node)?.kind === 'verified')
  refuseOthers(outcomes, well)
  if (outcomes.size === 0) throw new Error('gate-found-unwell names no node')
  return judge(state, batch, [...outcomes])
}

function refuseOthers(outcomes: ReadonlyMap<string, unknown>, nodes: readonly string[]): void {
  const known = new Set(nodes)
  for (const node of outcomes.keys()) if (!known.has(node)) throw new Error(`${node} was not asked for`)
}

/** What follows from what became of nodes of a batch: some go back, or the gate is asked. */
function judge(state: State, batch: number, outcomes: readonly (readonly [string, Outcome])[]): Campaign {
  const standings = new Map([
    ...state.standings,
    ...outcomes.map(([node, one]) => [node, standingOf(one)] as const),
  ])
  const judged = { ...state, standings }
  const fallen = outcomes.map(([node]) => node).filter((node) => standings.get(node)?.kind === 'failed')
  const move = rollBack(judged, batch, fallen)
  return move === undefined ? headFor(judged, { kind: 'gate', batch }) : { ...judged, move }
}

/** What fails goes back; where that spends the budget, so does what the policy says. */
function rollBack(state: State, batch: number, fallen: readonly string[]): Move | undefined {
  const { rollback, batches, newcomers } = state.order
  if (rollback === 'none' || fallen.length === 0) return undefined
  const why = isSpent(state) ? rollback : 'node'
  const candidates = {
    node: () => fallen,
    batch: () => nodesOf(state, batch),
    all: () => batches.flatMap(({ nodes }) => nodes),
  }[why]()
  const nodes = candidates.filter((node) => !newcomers.has(node) && isChanged(state, node))
  return nodes.length === 0 ? undefined : { kind: 'roll-back', batch, nodes, why }
}

function isChanged({ standings, untouched }: State, node: string): boolean {
  const kind = standings.get(node)?.kind
  return kind === 'verified' || (kind === 'failed' && !untouched.has(node))
}

function wentBack(
  state: State,
  { batch, nodes, why }: Extract<Move, { kind: 'roll-back' }>,
  outcomes: ReadonlyMap<string, RollbackOutcome>,
): Campaign {
  refuseOthers(outcomes, nodes)
  const standings = new Map(state.standings)
  for (const node of nodes)
    standings.set(node, standingAfterRollback(standings.get(node) ?? PENDING, outcomes.get(node) ?? 'failed'))
  const back = { ...state, standings }
  return why === 'node' ? headFor(back, { kind: 'gate', batch }) : end(back, 'stopped-by-budget')
}

/** Who has been in a batch already is not heard any more. */
function dropOut(before: Campaign, outcomes: ReadonlyMap<string, Grief>): Campaign {
  const gone = [...outcomes].filter(([node]) => (before.standings.get(node) ?? PENDING).kind === 'pending')
  const untouched = new Set([...before.untouched, ...gone.map(([node]) => node)])
  const standings = new Map([...before.standings, ...griefs(new Map(gone))])
  return reconsider({ ...before, standings, untouched })
}

/** What goes back goes back, and an end is an end; but what was to begin is thought over. */
function reconsider({ move, ...state }: Campaign): Campaign {
  if (move.kind === 'activate') return toNextBatch(state)
  return move.kind === 'gate' ? headFor(state, move) : { ...state, move }
}

function toNextBatch(state: State): Campaign {
  const { batches } = state.order
  const batch = nextBatch(state) ?? batches.length
  const nodes = nodesOf(state, batch).filter((node) => isPending(state, node))
  return headFor(state, { kind: 'activate', batch, of: batches.length, nodes })
}

/** To a move that begins or prepares a batch, unless there is a reason to end. */
function headFor(state: State, move: Move): Campaign {
  const how = endingOf(state)
  return how === undefined ? { ...state, move } : end(state, how)
}

/** The budget is asked before every batch but the first. */
function endingOf(state: State): Ending | undefined {
  if (nextBatch(state) === undefined) return state.begun ? 'complete' : 'nothing-to-do'
  if (state.begun && isSpent(state)) return 'stopped-by-budget'
  return state.stopWished ? 'interrupted' : undefined
}

function isSpent({ order, standings }: State): boolean {
  return lossesOf(standings) > allowance(order.budget, order.fleet)
}

/** The first batch in which a node waits. */
function nextBatch(state: State): number | undefined {
  const at = state.order.batches.findIndex(({ nodes }) => nodes.some((node) => isPending(state, node)))
  return at === -1 ? undefined : at + 1
}

function isPending({ standings }: State, node: string): boolean {
  return standings.get(node)?.kind === 'pending'
}

function nodesOf({ order }: State, batch: number): readonly string[] {
  return order.batches[batch - 1]?.nodes ?? []
}

function end(state: State, how: Ending): Campaign {
  const notStarted = [...state.standings.keys()].filter((node) => isPending(state, node))
  const standings = new Map(state.standings)
  for (const node of notStarted) standings.set(node, { kind: 'not-started' })
  return { ...state, standings, move: { kind: 'end', how, notStarted } }
}

function griefs(lost: ReadonlyMap<string, Grief>): (readonly [string, Standing])[] {
  return [...lost].map(([node, how]) => [node, { kind: 'failed', how }] as const)
}
