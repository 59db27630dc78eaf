import { describe, expect, it } from 'vitest'
import { after, type CampaignEvent, type CampaignOrder, campaign, next } from '../../src/play/campaign.ts'
import { back, done, PASSED, unwell } from './campaign-events.ts'

const ORDER: CampaignOrder = {
  batches: [{ nodes: ['a'] }, { nodes: ['b', 'c'] }, { nodes: ['d', 'e'] }],
  fleet: 10,
  maxFailures: { nodes: 3 },
  canary: true,
  rollback: 'batch',
  firstInstalls: new Set(),
  lost: new Map(),
  finished: new Map(),
}

const move = (order: Partial<CampaignOrder>, ...events: readonly CampaignEvent[]) =>
  next(events.reduce(after, campaign({ ...ORDER, ...order })))

describe('a campaign whose first batch is a canary', () => {
  it('ends where it fails, whatever max_failures allows', () => {
    const failed = [done({ a: 'failed' })]
    expect(move({}, ...failed)).toMatchObject({ kind: 'roll-back', scope: 'batch', nodes: ['a'] })
    expect(move({}, ...failed, back({ a: 'proven' }))).toEqual({
      kind: 'end',
      how: 'canary-failed',
      notStarted: ['b', 'c', 'd', 'e'],
    })
  })

  it('ends where the gate finds that it fails after all', () => {
    const events = [done({ a: 'verified' }), unwell({ a: 'unverified' }), back({ a: 'proven' })]
    expect(move({}, ...events)).toMatchObject({ kind: 'end', how: 'canary-failed' })
  })

  it('ends where it fails and nothing is rolled back', () => {
    expect(move({ rollback: 'none' }, done({ a: 'failed' }))).toMatchObject({
      how: 'canary-failed',
    })
  })

  it('goes on as any other once it is verified', () => {
    const first = [done({ a: 'verified' }), PASSED]
    expect(move({}, ...first)).toMatchObject({ kind: 'activate', batch: 2 })
    expect(move({}, ...first, done({ b: 'failed', c: 'verified' }), back({ b: 'proven' }))).toEqual({
      kind: 'gate',
      batch: 2,
    })
  })
})
