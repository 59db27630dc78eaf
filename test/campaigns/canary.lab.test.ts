import { beforeAll, describe, expect, it } from 'vitest'
import { mend } from '../lab/faults/faults.ts'
import type { Lab } from '../lab/lab/lab.ts'
import { labOf } from '../support/labs.ts'
import { manifest } from '../support/manifest.ts'
import { nodeOf, reportOf, rollout, rolloutOrThrow, stderrIncludes } from '../support/run.ts'

let lab: Lab

beforeAll(async () => {
  lab = await labOf('rollout')
  await mend(lab)
})

describe('a push path that Mimir does not have', () => {
  it('reaches one compute node, which is rolled back with what it lost, and no other node', async () => {
    const deadlines = { verify: '1s' }
    await rolloutOrThrow(await manifest(lab, 'before', { rollout: { deadlines } }))
    const moved = await manifest(lab, 'moved', {
      mimir: { push_path: '/api/v1/nowhere' },
      rollout: { deadlines, batches: '100%', max_failures: 3 },
    })
    const ended = await rollout(moved, '--output', 'json', '--lang', 'en')
    const report = reportOf(ended)
    expect(ended.exitCode).toBe(1)
    expect(report.rollout?.ending).toBe('canary-failed')
    expect(report.rollout?.batches.map(({ nodes, state }) => `${state}: ${nodes.join(' ')}`)).toEqual([
      'rolled-back: cmp1',
      'not-started: cmp2 cmp3 ctl1',
    ])
    expect(nodeOf(report, 'cmp1').state).toBe('rolled-back')
    expect(nodeOf(report, 'cmp1').unsent).toBeGreaterThan(100)
    expect(nodeOf(report, 'ctl1').state).toBe('untouched')
    expect(
      stderrIncludes(
        ended,
        'one node is changed first (canary), and no other if it fails: remote write changes',
      ),
    ).toBe(true)
  })
})
