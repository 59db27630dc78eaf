import { beforeAll, describe, expect, it } from 'vitest'
import type { Lab } from '../lab/lab/lab.ts'
import { NEW, OLD, run, states, testRollout } from '../support/campaign.ts'
import { fleet, stripAll } from '../support/fleet.ts'
import { manifest } from '../support/manifest.ts'
import { inspectWorkers } from '../support/on-nodes.ts'
import { nodeOf, reportOf, rolloutOrThrow } from '../support/run.ts'

const STARTED = '{{.State.StartedAt}}'

let lab: Lab
let settled: string

beforeAll(async () => {
  lab = await fleet()
  await stripAll(lab, 'images')
  settled = await manifest(lab, 'reload', { ...testRollout(), worker: { image: OLD, scrape_interval: '2s' } })
  await rolloutOrThrow(settled)
})

describe('a changed scrape interval', () => {
  it('is brought by reload, which restarts nothing and touches no other file; again it is noop', async () => {
    const changed = await manifest(lab, 'reload-interval', {
      ...testRollout(),
      worker: { image: OLD, scrape_interval: '3s' },
    })
    const before = await inspectWorkers(lab, STARTED)
    const ended = await run('reload', changed)
    expect(states(ended)).toEqual({
      ctl1: 'verified reload',
      cmp1: 'verified reload',
      cmp2: 'verified reload',
      cmp3: 'verified reload',
    })
    expect(await inspectWorkers(lab, STARTED)).toEqual(before)
    const again = await run('reload', changed)
    expect(again.exitCode).toBe(0)
    expect(new Set(reportOf(again).nodes.map(({ verdict }) => verdict))).toEqual(new Set(['noop']))
  })

  it('goes back by rollback, through reload as it came', async () => {
    const before = await inspectWorkers(lab, STARTED)
    const ended = await run('rollback', settled, '--batches', '100%')
    expect(ended.exitCode).toBe(0)
    expect(new Set(reportOf(ended).nodes.map(({ verdict }) => verdict))).toEqual(new Set(['reload']))
    expect(await inspectWorkers(lab, STARTED)).toEqual(before)
  })

  it('is not brought by reload where the image is another as well: what needs a restart is named', async () => {
    const file = await manifest(lab, 'reload-restart', {
      ...testRollout(),
      worker: { image: NEW, scrape_interval: '2s' },
    })
    const before = await inspectWorkers(lab, STARTED)
    const ended = await run('reload', file)
    expect(ended.exitCode).toBe(1)
    expect(nodeOf(reportOf(ended), 'cmp1').failure?.reason).toBe('needs-restart')
    expect(await inspectWorkers(lab, STARTED)).toEqual(before)
  })
})
