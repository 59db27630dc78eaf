import { describe, expect, it } from 'vitest'
import { CARE, campaignSettings } from '../../src/play/campaign-settings.ts'

const NOTHING = { batches: undefined, maxFailures: undefined, rollback: undefined }

describe('how a run goes from batch to batch', () => {
  it('is as careful as its verb, where nobody says', () => {
    expect(campaignSettings('upgrade', { rollback: 'batch' }, NOTHING)).toEqual({
      ...CARE.upgrade,
      rollback: 'batch',
    })
    expect(campaignSettings('rollout', { rollback: 'batch' }, NOTHING)).toEqual({
      ...CARE.rollout,
      rollback: 'batch',
    })
  })

  it('is as the manifest says, whatever the verb', () => {
    const manifest = { batches: [{ nodes: 5 }], maxFailures: { nodes: 0 }, rollback: 'node' } as const
    expect(campaignSettings('upgrade', manifest, NOTHING)).toEqual(manifest)
  })

  it('is as the command line says, whatever the manifest', () => {
    const manifest = { batches: [{ nodes: 5 }], maxFailures: { nodes: 1 }, rollback: 'node' } as const
    const wishes = { batches: [{ percent: 50 }], maxFailures: { nodes: 0 }, rollback: 'all' } as const
    expect(campaignSettings('reload', manifest, wishes)).toEqual(wishes)
  })
})
