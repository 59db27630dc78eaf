/** How a node came to grief. All of them cost the budget alike. */
export type Grief = 'failed' | 'unreachable' | 'timed-out' | 'unverified'

/** What became of a node of a batch. `not-started`: an interruption came before it was touched. */
export type Outcome = 'verified' | Grief | 'not-started'

/**
 * What became of a node that was to go back: seen to run as before, put back but not seen to, not known to be back,
 * or left as it is because it had nothing to go back to.
 */
export type RollbackOutcome = 'proven' | 'unproven' | 'failed' | 'stays'

/** Where a node stands in a campaign. */
export type Standing =
  | { readonly kind: 'pending' }
  | { readonly kind: 'verified' }
  | { readonly kind: 'failed'; readonly how: Grief }
  | { readonly kind: 'rolled-back'; readonly proven: boolean }
  | { readonly kind: 'not-started' }

export type Standings = ReadonlyMap<string, Standing>

export const PENDING: Standing = { kind: 'pending' }

export function standingOf(outcome: Outcome): Standing {
  if (outcome === 'verified') return { kind: 'verified' }
  return outcome === 'not-started' ? PENDING : { kind: 'failed', how: outcome }
}

/** A node that was told to go back is never verified again, unless it had nothing to go back to. */
export function standingAfterRollback(before: Standing, outcome: RollbackOutcome): Standing {
  if (outcome === 'stays') return before
  if (outcome !== 'failed') return { kind: 'rolled-back', proven: outcome === 'proven' }
  return before.kind === 'failed' ? before : { kind: 'failed', how: 'unverified' }
}

/** The nodes that cost the budget. */
export function lossesOf(standings: Standings): number {
  return [...standings.values()].filter(({ kind }) => kind === 'failed' || kind === 'rolled-back').length
}
