import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { block, unblock } from '../lab/faults/faults.ts'
import type { Lab } from '../lab/lab/lab.ts'
import { CURRENT, leases, NEW, OLD, onEveryNode, run, states, testRollout } from '../support/campaign.ts'
import { fleet, stripAll } from '../support/fleet.ts'
import { manifest } from '../support/manifest.ts'
import { inspectWorkers, onAll } from '../support/on-nodes.ts'
import { nodeOf, type RunResult, reportOf, rolloutOrThrow } from '../support/run.ts'

let lab: Lab
let settled: string

beforeAll(async () => {
  lab = await fleet()
  await stripAll(lab, 'images')
  settled = await manifest(lab, 'campaign', {
    ...testRollout(),
    worker: { image: OLD, scrape_interval: '2s' },
  })
  await rolloutOrThrow(settled)
})

afterAll(async () => {
  await unblock(lab, 'cmp2')
})

describe('an upgrade in which a node of the second batch fails', () => {
  let ended: RunResult
  let generations: ReadonlyMap<string, string>
  /** A worker that cannot send would not be stopped otherwise, and its node fail before it is changed. */
  let undrained: string

  beforeAll(async () => {
    undrained = await manifest(lab, 'campaign-undrained', {
      ...testRollout(),
      rollout: { ...testRollout().rollout, drain: '0s' },
      worker: { image: OLD, scrape_interval: '2s' },
    })
    generations = await onAll(lab, CURRENT)
    await block(lab, 'cmp2')
    ended = await run('upgrade', undrained, '--image', NEW, '--batches', '1,2,100%', '--max-failures', '0')
  })

  it('ends with 1, rolls that batch back and never starts the third', () => {
    const report = reportOf(ended)
    expect(ended.exitCode).toBe(1)
    expect(report.rollout?.ending).toBe('max-failures-exceeded')
    expect(report.rollout?.batches.map(({ nodes, state }) => [nodes, state])).toEqual([
      [['ctl1'], 'done'],
      [['cmp1', 'cmp2'], 'rolled-back'],
      [['cmp3'], 'not-started'],
    ])
  })

  it('says which node is in which state', () => {
    const report = reportOf(ended)
    expect(nodeOf(report, 'ctl1').state).toBe('verified')
    expect(nodeOf(report, 'cmp1')).toMatchObject({ state: 'rolled-back', rollback: { scope: 'batch' } })
    // It is back, but behind a wall nothing of it can be proven.
    expect(nodeOf(report, 'cmp2')).toMatchObject({ state: 'failed', rollback: { scope: 'batch' } })
    expect(nodeOf(report, 'cmp3').state).toBe('untouched')
  })

  it('leaves every node on a whole generation: the new one of the first batch, the old one of the others', async () => {
    const now = await onAll(lab, CURRENT)
    expect(now.get('ctl1')).not.toBe(generations.get('ctl1'))
    for (const node of ['cmp1', 'cmp2', 'cmp3']) expect(now.get(node)).toBe(generations.get(node))
    const unconfirmed = await onAll(lab, 'ls /opt/mimir-worker/unconfirmed 2>/dev/null || :')
    expect(Object.fromEntries(unconfirmed)).toEqual(onEveryNode(lab, ''))
    expect(await leases(lab)).toEqual(onEveryNode(lab, 'free'))
  })

  it('is completed by --resume once the node is mended, with the image that was found the first time', async () => {
    await unblock(lab, 'cmp2')
    const resumed = await run('upgrade', undrained, '--resume', 'last', '--max-failures', '1')
    expect(resumed.exitCode).toBe(0)
    expect(states(resumed)).toEqual({
      ctl1: 'verified noop',
      cmp1: 'verified recreate',
      cmp2: 'verified recreate',
      cmp3: 'verified recreate',
    })
    const images = new Set((await inspectWorkers(lab, '{{.Config.Image}}')).values())
    expect([...images]).toEqual([
      expect.stringMatching(/^registry\.lab\/prom\/prometheus@sha256:[0-9a-f]{64}\n?$/u),
    ])
  })

  it('measures the gap in the data of every node whose worker was replaced', async () => {
    const back = await run('rollback', settled, '--batches', '100%')
    expect(back.exitCode).toBe(0)
    const replaced = reportOf(back).nodes.filter(({ verdict }) => verdict === 'recreate')
    expect(replaced).not.toEqual([])
    for (const { gap } of replaced) expect(gap).toBeGreaterThan(0)
  })
})
