import { describe, expect, it } from 'vitest'
import { pinnedOf, staleness } from '../../../../roles/mimir-worker/plan/stale-plan.ts'
import type { PinnedNode } from '../../../../src/model/report.ts'
import { facts, GENERATION } from '../sample.ts'

const decision = { verdict: 'reload', reasons: [] } as const
const plan = (changes: Parameters<typeof facts>[0] = {}) => ({
  decision,
  generation: GENERATION,
  facts: facts(changes),
})
const NOW: PinnedNode = {
  verdict: 'reload',
  generation: GENERATION.name,
  current: GENERATION.name,
  container: 'c1',
  image: 'sha256:aa11',
}

describe('what a saved plan holds on to', () => {
  it('is what the node runs and what it shall run', () => {
    expect(pinnedOf(plan())).toEqual(NOW)
  })

  it('is less where there is no worker yet', () => {
    const files = { ...facts().files, current: undefined }
    expect(pinnedOf(plan({ container: undefined, files }))).toEqual({
      verdict: 'reload',
      generation: GENERATION.name,
    })
  })

  it('has not moved where all of it is the same', () => {
    expect(staleness(NOW, NOW)).toBeUndefined()
  })

  it.each<[Partial<PinnedNode>, string, string]>([
    [{ current: 'bb' }, 'current generation', `current generation: ${GENERATION.name} → bb`],
    [{ container: 'c2' }, 'container', 'container: c1 → c2'],
    [{ image: 'sha256:22' }, 'image', 'image: sha256:aa11 → sha256:22'],
    [{ generation: 'cc' }, 'rendered generation', `rendered generation: ${GENERATION.name} → cc`],
    [{ verdict: 'recreate' }, 'verdict', 'verdict: reload → recreate'],
  ])('has moved where %j is found', (changes, field, evidence) => {
    expect(staleness(NOW, { ...NOW, ...changes })).toEqual({ reason: 'moved', fields: [field], evidence })
  })

  it('has moved where the plan does not know the node', () => {
    expect(staleness(undefined, { verdict: 'first-install', generation: 'cc' })).toEqual({
      reason: 'moved',
      fields: ['rendered generation', 'verdict'],
      evidence: 'rendered generation: none → cc\nverdict: none → first-install',
    })
  })
})
