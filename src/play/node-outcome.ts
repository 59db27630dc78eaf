import type { Failure } from '../model/failure.ts'

/** How a node failed. All of them count alike. */
export type FailureKind = 'failed' | 'unreachable' | 'timed-out' | 'unverified'

const FAILURE_KINDS: Partial<Record<Failure['reason'], FailureKind>> = {
  'ssh-unreachable': 'unreachable',
  'connection-lost': 'unreachable',
  deadline: 'timed-out',
  unproven: 'unverified',
}

/** What kind of failure counts for a node; every other reason is a plain failure. */
export function failureKindOf({ reason }: Failure): FailureKind {
  return FAILURE_KINDS[reason] ?? 'failed'
}

/** What became of a node of a batch. `not-started`: an interruption came before it was touched. */
export type BatchOutcome = 'verified' | FailureKind | 'not-started'

/**
 * What became of a node that was to be rolled back: verified on its previous generation, rolled back but not verified,
 * not known to be rolled back, or left as it is because it had no previous generation.
 */
export type RollbackOutcome = 'proven' | 'unproven' | 'failed' | 'stays'

/** The state of a node in a campaign. */
export type CampaignState =
  | { readonly kind: 'pending' }
  | { readonly kind: 'verified' }
  | { readonly kind: 'failed'; readonly how: FailureKind }
  | { readonly kind: 'rolled-back'; readonly proven: boolean }
  | { readonly kind: 'not-started' }

export type CampaignStates = ReadonlyMap<string, CampaignState>

export const PENDING: CampaignState = { kind: 'pending' }

export function stateAfterBatch(outcome: BatchOutcome): CampaignState {
  if (outcome === 'verified') return { kind: 'verified' }
  return outcome === 'not-started' ? PENDING : { kind: 'failed', how: outcome }
}

/** A node that was to be rolled back never counts as verified again, unless it had no previous generation. */
export function stateAfterRollback(before: CampaignState, outcome: RollbackOutcome): CampaignState {
  if (outcome === 'stays') return before
  if (outcome !== 'failed') return { kind: 'rolled-back', proven: outcome === 'proven' }
  return before.kind === 'failed' ? before : { kind: 'failed', how: 'unverified' }
}

/** How many nodes failed, those that were rolled back included. */
export function failuresOf(states: CampaignStates): number {
  return [...states.values()].filter(({ kind }) => kind === 'failed' || kind === 'rolled-back').length
}
