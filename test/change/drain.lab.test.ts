import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { masterFault, mend } from '../lab/faults.ts'
import type { Lab } from '../lab/lab.ts'
import { fleet, stripAll } from '../rollout/fleet.ts'
import { image, manifest } from '../rollout/manifest.ts'
import { inspectWorkers, onAll } from '../rollout/outside.ts'
import { nodeOf, reportOf, settle, type } from '../rollout/run.ts'

const STARTED = '{{.State.StartedAt}}'
const CURRENT = 'readlink /opt/mimir-worker/current'
const LEASE = 'sed -n s/^state=//p /opt/mimir-worker/lease'

let lab: Lab
let settled: string
/** When the master began to refuse, in milliseconds. */
let refusing: number

beforeAll(async () => {
  lab = await fleet()
  await stripAll(lab, 'images')
  settled = await manifest(lab, 'drain', {
    rollout: { drain: '20s', deadlines: { connect: '10s', activate: '30s', verify: '40s' } },
    worker: { image: image('v2.53.3'), scrape_interval: '2s' },
  })
  await settle(settled)
})

afterAll(async () => {
  await mend(lab)
})

const upgrade = (...words: readonly string[]) =>
  type('upgrade', settled, '--image', image('v3.5.3'), '--batches', '100%', ...words)

describe('an upgrade while the master takes nothing', () => {
  it('stops no worker, and says on each node what would be lost and why it does not go through', async () => {
    const workers = await inspectWorkers(lab, STARTED)
    const generations = await onAll(lab, CURRENT)
    await masterFault(lab, 503)
    refusing = performance.now()
    const ended = await upgrade('--output', 'json').ended
    expect(ended.exitCode).toBe(1)
    const report = reportOf(ended)
    for (const { name } of lab.nodes) {
      const { state, failure, rollback } = nodeOf(report, name)
      expect([state, rollback]).toEqual(['failed', undefined])
      expect(failure).toMatchObject({
        reason: 'queue-not-drained',
        how: 'stuck',
        refusal: { evidence: expect.stringContaining('503') },
      })
    }
    expect(await inspectWorkers(lab, STARTED)).toEqual(workers)
    expect(await onAll(lab, CURRENT)).toEqual(generations)
    expect(new Set((await onAll(lab, LEASE)).values())).toEqual(new Set(['free']))
  })

  it('passes once the master is mended: what had piled up is sent, and little is missing', async () => {
    const outage = (performance.now() - refusing) / 1000
    await mend(lab)
    const ended = await upgrade('--output', 'json').ended
    expect(ended.exitCode).toBe(0)
    for (const { state, verdict, gap, unsent } of reportOf(ended).nodes) {
      expect([state, verdict, unsent]).toEqual(['verified', 'recreate', undefined])
      // Had the restart lost what piled up, all of that time would be missing.
      expect(gap).toBeLessThan(outage)
    }
  })
})
