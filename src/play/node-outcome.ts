/** How a node failed. All of them count alike. */
export type FailureKind = 'failed' | 'unreachable' | 'timed-out' | 'unverified'

/** What became of a node of a batch. `not-started`: an interruption came before it was touched. */
export type BatchOutcome = 'verified' | FailureKind | 'not-started'

/**
 * What became of a node that was to go back: seen to run as before, put back but not seen to, not known to be back,
 * or left as it is because it had nothing to go back to.
 */
export type RollbackOutcome = 'proven' | 'unproven' | 'failed' | 'stays'

/** Where a node stands in a campaign. */
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

/** A node that was told to go back is never verified again, unless it had nothing to go back to. */
export function stateAfterRollback(before: CampaignState, outcome: RollbackOutcome): CampaignState {
  if (outcome === 'stays') return before
  if (outcome !== 'failed') return { kind: 'rolled-back', proven: outcome === 'proven' }
  return before.kind === 'failed' ? before : { kind: 'failed', how: 'unverified' }
}

/** How many nodes failed, those that were rolled back included. */
export function failuresOf(states: CampaignStates): number {
  return [...states.values()].filter(({ kind }) => kind === 'failed' || kind === 'rolled-back').length
}
