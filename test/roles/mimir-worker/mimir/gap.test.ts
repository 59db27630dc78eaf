import { describe, expect, it } from 'vitest'
import { gapQuery, gapsIn } from '../../../../roles/mimir-worker/mimir/gap.ts'

describe('the gap that a restart leaves in a node’s data', () => {
  it('is asked for by exact names', () => {
    expect(gapQuery('openstack', ['cmp1', 'cmp.2'], 600.2)).toBe(
      String.raw`process_start_time_seconds{cluster="openstack",job="prometheus-worker",node=~"cmp1|cmp\\.2"}[601s]`,
    )
  })

  it('is from the last sample of the former process to the first of the present one', () => {
    const track = {
      labels: { node: 'cmp1' },
      samples: [
        [10, 1],
        [20, 1],
        [45, 40],
        [55, 40],
      ] as const,
    }
    expect(gapsIn([track])).toEqual(new Map([['cmp1', 25]]))
  })

  it('is found where the processes have series of their own', () => {
    const old = {
      labels: { node: 'cmp1', version: 'a' },
      samples: [
        [10, 1],
        [20, 1],
      ] as const,
    }
    const fresh = { labels: { node: 'cmp1', version: 'b' }, samples: [[32, 30]] as const }
    expect(gapsIn([fresh, old])).toEqual(new Map([['cmp1', 12]]))
  })

  it('is none where there was no former process', () => {
    expect(gapsIn([{ labels: { node: 'cmp1' }, samples: [[10, 1]] }])).toEqual(new Map())
    expect(gapsIn([{ labels: { node: 'cmp1' }, samples: [] }])).toEqual(new Map())
  })
})
