import { describe, expect, it } from 'vitest'
import { describeProgress } from '../../src/messages/progress.ts'
import { safeLine } from '../../src/values/safe-text.ts'

describe('an exporter that is elsewhere', () => {
  const difference = {
    job: 'cadvisor',
    expected: safeLine('10.0.0.12:18080'),
    found: safeLine('no container prometheus_cadvisor'),
    used: safeLine('not scraped'),
  }

  it('is told with the nodes that have it so, and expected, found and used of the first', () => {
    const progress = { kind: 'elsewhere', nodes: ['cmp1', 'cmp2'], difference } as const
    expect(describeProgress(progress, 'en')).toBe(
      'cadvisor on cmp1, cmp2: expected 10.0.0.12:18080, found no container prometheus_cadvisor, used not scraped',
    )
    expect(describeProgress(progress, 'ko')).toBe(
      'cmp1, cmp2의 cadvisor: 예상 10.0.0.12:18080, 발견 no container prometheus_cadvisor, 사용 not scraped',
    )
  })
})
