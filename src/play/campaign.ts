import type { Share } from '../manifest/values/number-or-percent.ts'
import type { RollbackPolicy } from '../manifest/values/rollback-policy.ts'
import type { Batch } from './batches.ts'
import { allowance } from './batches.ts'
import {
  type BatchOutcome,
  type CampaignState,
  type CampaignStates,
  type FailureKind,
  failuresOf,
  PENDING,
  type RollbackOutcome,
  stateAfterBatch,
  stateAfterRollback,
} from './node-outcome.ts'

export interface CampaignOrder {
  readonly batches: readonly Pick<Batch, 'nodes'>[]
  /** All nodes of the run, also those that need nothing: a percentage of max_failures is of these. */
  readonly fleet: number
  readonly maxFailures: Share
  readonly rollback: RollbackPolicy
  /** Whether no node of the first batch may fail, whatever max_failures allows. */
  readonly canary: boolean
  /** Nodes without a worker until now: they have no previous generation. */
  readonly firstInstalls: ReadonlySet<string>
  /** Nodes that failed before any batch; they count as failures, in a batch or not. */
  readonly lost: ReadonlyMap<string, FailureKind>
  /** Nodes of the batches that the run which is resumed brought to an end. */
  readonly finished: ReadonlyMap<
    string,
    Extract<CampaignState, { kind: 'verified' | 'failed' | 'rolled-back' }>
  >
}

/** What is to be done next. Batches are counted from 1. */
export type Move =
  | {
      readonly kind: 'activate'
      readonly batch: number
      readonly of: number
      readonly nodes: readonly string[]
    }
  /** Check whether the batch after this one may begin. */
  | { readonly kind: 'gate'; readonly batch: number }
  | {
      readonly kind: 'roll-back'
      readonly batch: number
      readonly nodes: readonly string[]
      readonly scope: Exclude<RollbackPolicy, 'none'>
    }
  | { readonly kind: 'end'; readonly how: CampaignEnding; readonly notStarted: readonly string[] }

/** `complete`: every batch was run, which does not mean that every node is well. */
export type CampaignEnding =
  | 'complete'
  | 'max-failures-exceeded'
  | 'canary-failed'
  | 'stopped-by-gate'
  | 'interrupted'
  | 'nothing-to-do'

/** What happened between two moves. */
export type CampaignEvent =
  | { readonly kind: 'batch-done'; readonly outcomes: ReadonlyMap<string, BatchOutcome> }
  | { readonly kind: 'gate-passed' | 'gate-refused' }
  /** Nodes of the batch that were verified, and no longer are when the gate checks. */
  | { readonly kind: 'gate-found-unwell'; readonly outcomes: ReadonlyMap<string, FailureKind> }
  | { readonly kind: 'rolled-back'; readonly outcomes: ReadonlyMap<string, RollbackOutcome> }
  /** Nodes that wait for their batch, or need nothing at all, and failed meanwhile. */
  | { readonly kind: 'dropped-out'; readonly outcomes: ReadonlyMap<string, FailureKind> }
  /** Begin no other batch. What has failed is still rolled back. */
  | { readonly kind: 'stop-requested' }

interface State {
  readonly order: CampaignOrder
  readonly states: CampaignStates
  /** Nodes that failed before they were changed. */
  readonly untouched: ReadonlySet<string>
  /** Whether a batch ended, in this run or in the one that is resumed. */
  readonly begun: boolean
  readonly stopRequested: boolean
}

/** A changing run, from batch to batch: an immutable value that says what to do next. */
export interface Campaign extends State {
  readonly move: Move
}

/** Before a resumed run begins a batch, the gate after the last finished batch is checked again. */
export function campaign(order: CampaignOrder): Campaign {
  const pending = order.batches.flatMap(({ nodes }) => nodes).map((node) => [node, PENDING] as const)
  const fresh: State = {
    order,
    states: new Map([...pending, ...order.finished, ...failedStates(order.lost)]),
    untouched: new Set(order.lost.keys()),
    begun: false,
    stopRequested: false,
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
      return afterRollback(state, expected(move, 'roll-back', event), event.outcomes)
    case 'dropped-out':
      return dropOut(before, event.outcomes)
    case 'stop-requested':
      return reconsider({ ...before, stopRequested: true })
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

/** A node without an outcome counts as unverified. */
function settle(
  state: State,
  { batch, nodes }: Extract<Move, { kind: 'activate' }>,
  outcomes: ReadonlyMap<string, BatchOutcome>,
): Campaign {
  refuseOthers(outcomes, nodes)
  const settled = nodes.map((node) => [node, outcomes.get(node) ?? 'unverified'] as const)
  const stopRequested = state.stopRequested || settled.some(([, outcome]) => outcome === 'not-started')
  return judge({ ...state, begun: true, stopRequested }, batch, settled)
}

function foundUnwell(
  state: State,
  { batch }: Extract<Move, { kind: 'gate' }>,
  outcomes: ReadonlyMap<string, FailureKind>,
): Campaign {
  const well = nodesOf(state, batch).filter((node) => state.states.get(node)?.kind === 'verified')
  refuseOthers(outcomes, well)
  if (outcomes.size === 0) throw new Error('gate-found-unwell names no node')
  return judge(state, batch, [...outcomes])
}

function refuseOthers(outcomes: ReadonlyMap<string, unknown>, nodes: readonly string[]): void {
  const known = new Set(nodes)
  for (const node of outcomes.keys()) if (!known.has(node)) throw new Error(`${node} is not part of the move`)
}

/** What follows from the outcomes of a batch: some nodes are rolled back, or the gate is checked. */
function judge(
  state: State,
  batch: number,
  outcomes: readonly (readonly [string, BatchOutcome])[],
): Campaign {
  const states = new Map([
    ...state.states,
    ...outcomes.map(([node, outcome]) => [node, stateAfterBatch(outcome)] as const),
  ])
  const judged = { ...state, states }
  const fallen = outcomes.map(([node]) => node).filter((node) => states.get(node)?.kind === 'failed')
  const move = rollBack(judged, batch, fallen)
  return move === undefined ? headFor(judged, { kind: 'gate', batch }) : { ...judged, move }
}

/** What fails is rolled back; where more failed than is allowed, so is what the policy says. */
function rollBack(state: State, batch: number, fallen: readonly string[]): Move | undefined {
  const { rollback, batches, firstInstalls } = state.order
  if (rollback === 'none' || fallen.length === 0) return undefined
  const scope = isSpent(state) ? rollback : 'node'
  const candidates = {
    node: () => fallen,
    batch: () => nodesOf(state, batch),
    all: () => batches.flatMap(({ nodes }) => nodes),
  }[scope]()
  const nodes = candidates.filter((node) => !firstInstalls.has(node) && isChanged(state, node))
  return nodes.length === 0 ? undefined : { kind: 'roll-back', batch, nodes, scope }
}

function isChanged({ states, untouched }: State, node: string): boolean {
  const kind = states.get(node)?.kind
  return kind === 'verified' || (kind === 'failed' && !untouched.has(node))
}

function afterRollback(
  state: State,
  { batch, nodes, scope }: Extract<Move, { kind: 'roll-back' }>,
  outcomes: ReadonlyMap<string, RollbackOutcome>,
): Campaign {
  refuseOthers(outcomes, nodes)
  const states = new Map(state.states)
  for (const node of nodes)
    states.set(node, stateAfterRollback(states.get(node) ?? PENDING, outcomes.get(node) ?? 'failed'))
  const back = { ...state, states }
  return scope === 'node' ? headFor(back, { kind: 'gate', batch }) : end(back, spentEnding(back))
}

/** Nodes that were in a batch already are ignored. */
function dropOut(before: Campaign, outcomes: ReadonlyMap<string, FailureKind>): Campaign {
  const gone = [...outcomes].filter(([node]) => (before.states.get(node) ?? PENDING).kind === 'pending')
  const untouched = new Set([...before.untouched, ...gone.map(([node]) => node)])
  const states = new Map([...before.states, ...failedStates(new Map(gone))])
  return reconsider({ ...before, states, untouched })
}

/** A rollback and an end stay as they are; a move that begins something is decided anew. */
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

/** How many nodes failed counts before every batch but the first. */
function endingOf(state: State): CampaignEnding | undefined {
  if (nextBatch(state) === undefined) return state.begun ? 'complete' : 'nothing-to-do'
  if (state.begun && isSpent(state)) return spentEnding(state)
  return state.stopRequested ? 'interrupted' : undefined
}

function isSpent(state: State): boolean {
  return hasTooMany(state) || hasLostCanary(state)
}

function hasTooMany({ order, states }: State): boolean {
  return failuresOf(states) > allowance(order.maxFailures, order.fleet)
}

function hasLostCanary(state: State): boolean {
  if (!state.order.canary) return false
  const first = new Set(nodesOf(state, 1))
  return failuresOf(new Map([...state.states].filter(([node]) => first.has(node)))) > 0
}

function spentEnding(state: State): CampaignEnding {
  return hasTooMany(state) ? 'max-failures-exceeded' : 'canary-failed'
}

/** The first batch in which a node waits. */
function nextBatch(state: State): number | undefined {
  const at = state.order.batches.findIndex(({ nodes }) => nodes.some((node) => isPending(state, node)))
  return at === -1 ? undefined : at + 1
}

function isPending({ states }: State, node: string): boolean {
  return states.get(node)?.kind === 'pending'
}

function nodesOf({ order }: State, batch: number): readonly string[] {
  return order.batches[batch - 1]?.nodes ?? []
}

function end(state: State, how: CampaignEnding): Campaign {
  const notStarted = [...state.states.keys()].filter((node) => isPending(state, node))
  const states = new Map(state.states)
  for (const node of notStarted) states.set(node, { kind: 'not-started' })
  return { ...state, states, move: { kind: 'end', how, notStarted } }
}

function failedStates(lost: ReadonlyMap<string, FailureKind>): (readonly [string, CampaignState])[] {
  return [...lost].map(([node, how]) => [node, { kind: 'failed', how }] as const)
}
