import type { CampaignEvent } from '../../src/play/campaign.ts'
import type { BatchOutcome, FailureKind, RollbackOutcome } from '../../src/play/node-outcome.ts'

export const PASSED = { kind: 'gate-passed' } as const

export const done = (outcomes: Readonly<Record<string, BatchOutcome>>): CampaignEvent => ({
  kind: 'batch-done',
  outcomes: new Map(Object.entries(outcomes)),
})
export const back = (outcomes: Readonly<Record<string, RollbackOutcome>>): CampaignEvent => ({
  kind: 'rolled-back',
  outcomes: new Map(Object.entries(outcomes)),
})
export const unwell = (outcomes: Readonly<Record<string, FailureKind>>): CampaignEvent => ({
  kind: 'gate-found-unwell',
  outcomes: new Map(Object.entries(outcomes)),
})
