import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { masterFault, mend } from '../lab/faults/faults.ts'
import type { Lab } from '../lab/lab/lab.ts'
import { on } from '../lab/lab/observe.ts'
import { fleet, stripAll } from '../support/fleet.ts'
import { image, manifest } from '../support/manifest.ts'
import { inspectWorkers, onAll } from '../support/on-nodes.ts'
import { nodeOf, outcome, outcomeOf, type RunResult, reportOf, rolloutOrThrow, run } from '../support/run.ts'

const STARTED = '{{.State.StartedAt}}'
const CURRENT = 'readlink /opt/mimir-worker/current'
const LEASE = 'sed -n s/^state=//p /opt/mimir-worker/lease'

/** Not all of them: what piles up has to be sent by the same machine that takes it. */
const NODES = ['cmp1', 'cmp2']

/** Until nothing of the last twenty seconds was sent; a worker that was refused only just now may be stopped. */
const BEHIND = `
  newest() {
    exec 3<>/dev/tcp/127.0.0.1/9091 && printf "GET /metrics HTTP/1.0\\r\\n\\r\\n" >&3
    printf %.0f "$(sed -n "s/^prometheus_remote_storage_queue_highest_sent_timestamp_seconds{.*} //p" <&3)"
  }
  for i in $(seq 90); do [ $(($(date +%s) - $(newest))) -lt 20 ] || exit 0; sleep 1; done; exit 1`

let lab: Lab
/** When the master began to refuse, in milliseconds. */
let refusing: number

/** A manifest in which workers get so long to send what they have. */
const giving = async (drain: string): Promise<string> =>
  manifest(lab, `drain-${drain}`, {
    rollout: { drain, deadlines: { connect: '10s' } },
    worker: { image: image('v2.53.3'), scrape_interval: '5s' },
  })

async function upgrade(file: string): Promise<RunResult> {
  const words = ['--image', image('v3.5.3'), '--batches', '100%', '--limit', NODES.join()]
  return run('upgrade', file, ...words, '--output', 'json')
}

beforeAll(async () => {
  lab = await fleet()
  await stripAll(lab, 'images')
  await rolloutOrThrow(await giving('10s'))
})

afterAll(async () => {
  await mend(lab)
})

describe('an upgrade while the master takes nothing', () => {
  it('stops no worker, and says on each node what would be lost and why it does not go through', async () => {
    const workers = await inspectWorkers(lab, STARTED)
    const generations = await onAll(lab, CURRENT)
    await masterFault(lab, 503)
    refusing = performance.now()
    await Promise.all(NODES.map(async (node) => on(lab, node, `bash -c '${BEHIND}'`)))
    const ended = await upgrade(await giving('10s'))
    expect(ended.exitCode).toBe(1)
    const report = reportOf(ended)
    for (const name of NODES) {
      const { state, failure, rollback, message } = nodeOf(report, name)
      expect([state, rollback]).toEqual(['failed', undefined])
      expect(failure).toMatchObject({ reason: 'queue-not-drained', how: 'stuck' })
      expect(message).toContain('HTTP status 503')
    }
    expect(await inspectWorkers(lab, STARTED)).toEqual(workers)
    expect(await onAll(lab, CURRENT)).toEqual(generations)
    expect(new Set((await onAll(lab, LEASE)).values())).toEqual(new Set(['free']))
  })

  it('passes once the master is mended: what had piled up is sent, and little is missing', async () => {
    const outage = (performance.now() - refusing) / 1000
    await mend(lab)
    const ended = await upgrade(await giving('2m'))
    const well = NODES.map((name) => [name, 'verified recreate'])
    expect(outcomeOf(ended)).toEqual(outcome(0, Object.fromEntries(well)))
    for (const { gap, unsent } of reportOf(ended).nodes) {
      expect(unsent).toBeUndefined()
      // Had the restart lost what piled up, all of that time would be missing.
      expect(gap).toBeLessThan(outage)
    }
  })
})
