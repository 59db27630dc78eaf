import { describe, expect, it } from 'vitest'
import type { JournalEntry, RunHeader, WrittenEntry } from '../../src/journal/entry.ts'
import { replay, unfinished } from '../../src/journal/replay.ts'

const HEADER: RunHeader & { at: string } = {
  at: 't0',
  type: 'run',
  run: 'r1',
  verb: 'upgrade',
  version: '1',
  manifest: '/m.yml',
  who: { user: 'kim', host: 'deploy', pid: 7, started: '' },
  arguments: { image: 'prom/prometheus:v3.5.3' },
}

function story(...entries: readonly JournalEntry[]) {
  const written = entries.map((entry, at): WrittenEntry => ({ at: `t${at + 1}`, ...entry }))
  return replay({ header: HEADER, entries: [HEADER, ...written] })
}

const planned = (node: string): JournalEntry => ({
  type: 'planned',
  node,
  verdict: 'recreate',
  generation: 'new',
  previous: 'old',
})
const begins = (step: 'stage' | 'activate' | 'verify' | 'rollback', node: string): JournalEntry => ({
  type: 'begins',
  step,
  node,
})
const ends = (
  step: 'stage' | 'activate' | 'verify' | 'rollback',
  node: string,
  outcome: 'changed' | 'failed' = 'changed',
): JournalEntry => ({ type: 'ends', step, node, outcome })

const WHOLE = [
  planned('cmp1'),
  begins('stage', 'cmp1'),
  ends('stage', 'cmp1'),
  begins('activate', 'cmp1'),
  ends('activate', 'cmp1'),
  begins('verify', 'cmp1'),
  ends('verify', 'cmp1'),
]

describe('the story of a run', () => {
  it.each([
    [1, 'planned'],
    [2, 'planned'],
    [3, 'staged'],
    [4, 'in-doubt'],
    [5, 'in-doubt'],
    [6, 'in-doubt'],
    [7, 'confirmed'],
  ])('that ends after %i entries leaves its node %s', (length, state) => {
    expect(story(...WHOLE.slice(0, length)).nodes).toEqual([
      { node: 'cmp1', verdict: 'recreate', generation: 'new', previous: 'old', state },
    ])
  })

  it('calls a node failed that failed before its worker was touched', () => {
    expect(
      story(planned('cmp1'), begins('stage', 'cmp1'), ends('stage', 'cmp1', 'failed')).nodes,
    ).toMatchObject([{ state: 'failed' }])
  })

  it('leaves a node in doubt that failed afterwards, until it was rolled back', () => {
    const failing = [...WHOLE.slice(0, 6), ends('verify', 'cmp1', 'failed')]
    expect(story(...failing).nodes).toMatchObject([{ state: 'in-doubt' }])
    expect(story(...failing, begins('rollback', 'cmp1'), ends('rollback', 'cmp1')).nodes).toMatchObject([
      { state: 'rolled-back' },
    ])
    expect(story(...failing, ends('rollback', 'cmp1', 'failed')).nodes).toMatchObject([{ state: 'in-doubt' }])
  })

  it('knows the image, the batches, how far it came and whether it ended', () => {
    const image = { type: 'image', requested: 'a:1', resolved: 'a@sha256:0', version: '3.5.3' } as const
    const told = story(
      image,
      { type: 'batches', batches: [['cmp1'], ['cmp2']] },
      { type: 'batch-begins', batch: 1 },
    )
    expect(told).toMatchObject({ image, batches: [['cmp1'], ['cmp2']], batch: 1, ended: false, until: 't3' })
    expect(story({ type: 'ended', how: 'complete' }).ended).toBe(true)
  })

  it('has the nodes that were not brought where they should be', () => {
    const idle: JournalEntry = { type: 'planned', node: 'ctl1', verdict: 'noop', generation: 'new' }
    expect(unfinished(story(...WHOLE, planned('cmp2'), idle))).toEqual(['cmp2'])
  })
})
