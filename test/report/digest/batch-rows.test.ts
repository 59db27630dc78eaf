import { describe, expect, it } from 'vitest'
import type { Rollout, RolloutBatch } from '../../../src/model/report.ts'
import { batchLines, isWorthShowing } from '../../../src/report/digest/batch-rows.ts'
import { safeLine } from '../../../src/values/safe-text.ts'

const batch = (state: RolloutBatch['state'], ...nodes: readonly string[]): RolloutBatch => ({
  nodes,
  state,
})

const STOPPED: Rollout = {
  batches: [batch('done', 'ctl1'), batch('rolled-back', 'cmp1', 'cmp2'), batch('not-started', 'cmp3')],
  failures: { allowed: 0, count: 1 },
  ending: 'max-failures-exceeded',
}

describe('the course of a run', () => {
  it('has a line a batch, and one that says how it ended', () => {
    expect(batchLines(STOPPED, 'en')).toEqual([
      'batch 1 of 3: ctl1 (1)  done',
      'batch 2 of 3: cmp[1-2] (2)  rolled back',
      'batch 3 of 3: cmp3 (1)  not started',
      'failures: 1 of 0 allowed · stopped: more nodes failed than max_failures allows',
    ])
  })

  it('says first why the batches are in this order', () => {
    const order = { first: 'compute', last: ['network', 'control'], canary: ['url'] }
    expect(batchLines({ ...STOPPED, order, ending: 'canary-failed' }, 'en')).toEqual([
      '· one node is changed first (canary), and no other if it fails: remote write changes (url)',
      '· compute goes first, as the largest group without control, network and loadbalancer nodes; last: network, control; to change the order: rollout.order',
      'batch 1 of 3: ctl1 (1)  done',
      'batch 2 of 3: cmp[1-2] (2)  rolled back',
      'batch 3 of 3: cmp3 (1)  not started',
      'failures: 1 of 0 allowed · stopped: the canary failed, and remote write changes on all other nodes too',
    ])
  })

  it('is told in Korean as well', () => {
    expect(batchLines(STOPPED, 'ko')[1]).toBe('배치 2/3: cmp[1-2] (2)  롤백됨')
  })

  it('says what closed the gate', () => {
    const course: Rollout = {
      ...STOPPED,
      ending: 'stopped-by-gate',
      reason: safeLine('Mimir answers 429'),
    }
    expect(batchLines(course, 'en').at(-1)).toBe(
      'failures: 1 of 0 allowed · stopped: the gate before the next batch did not open · Mimir answers 429',
    )
  })

  it('counts what nobody would read', () => {
    const batches = Array.from({ length: 40 }, (_, at) => batch('done', `cmp${at}`))
    const lines = batchLines({ ...STOPPED, batches }, 'en')
    expect(lines).toHaveLength(13)
    expect(lines.at(-2)).toBe('… (+29)')
  })

  it('is told where there is something to tell', () => {
    expect(isWorthShowing(STOPPED)).toBe(true)
    expect(isWorthShowing({ ...STOPPED, batches: [batch('done', 'a')], ending: 'complete' })).toBe(false)
    expect(isWorthShowing({ ...STOPPED, batches: [batch('done', 'a')] })).toBe(true)
    expect(isWorthShowing({ ...STOPPED, batches: [], ending: 'nothing-to-do' })).toBe(false)
  })
})
