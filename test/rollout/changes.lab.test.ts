import { beforeAll, describe, expect, it } from 'vitest'
import type { Lab } from '../lab/lab/lab.ts'
import { fleet } from '../support/fleet.ts'
import { image, manifest, TENANT } from '../support/manifest.ts'
import { query } from '../support/mimir.ts'
import { inspectWorkers } from '../support/on-nodes.ts'
import { outcome, outcomeOf, type RunResult, rollout, rolloutOrThrow } from '../support/run.ts'

const PROCESS = '{{.Id}} {{.State.StartedAt}}'

let lab: Lab

beforeAll(async () => {
  lab = await fleet()
  await rolloutOrThrow(await manifest(lab, 'changes'))
})

describe('a label more in the manifest', () => {
  let started: Map<string, string>
  let ended: RunResult
  let rack: string

  beforeAll(async () => {
    started = await inspectWorkers(lab, PROCESS)
    rack = `rack-${Date.now()}`
    ended = await rollout(
      await manifest(lab, 'changes-label', { worker: { labels: { rack } } }),
      '--output',
      'json',
    )
  })

  it('is a reload on every node, verified', () => {
    const nodes = {
      ctl1: 'verified reload',
      cmp1: 'verified reload',
      cmp2: 'verified reload',
      cmp3: 'verified reload',
    }
    expect(outcomeOf(ended)).toEqual(outcome(0, nodes))
  })

  it('starts no container anew', async () => {
    expect(await inspectWorkers(lab, PROCESS)).toEqual(started)
  })

  it('is on the series in the master', async () => {
    const series = await query(lab, TENANT, `count by (node) (up{rack="${rack}"} == 1)`)
    expect(series.map(({ labels }) => labels['node'] ?? '').sort()).toEqual(['cmp1', 'cmp2', 'cmp3', 'ctl1'])
  })
})

/** Debian's Prometheus 2.42 sends no headers of remote_write, so the master refuses what it sends: no tenant. */
describe('another image in the manifest, on one node each by --limit', () => {
  let before: Map<string, string>
  let after: Map<string, string>
  let newer: RunResult
  let mute: RunResult
  /** Seconds since 1970. */
  let began: number

  beforeAll(async () => {
    began = Date.now() / 1000
    before = await inspectWorkers(lab, PROCESS)
    const wishes = (tag: string): object => ({
      worker: { image: image(tag) },
      rollout: { deadlines: { verify: '10s' } },
    })
    const one = async (tag: string, node: string): Promise<RunResult> =>
      rollout(await manifest(lab, `changes-${tag}`, wishes(tag)), '--limit', node, '--output', 'json')
    ;[newer, mute] = await Promise.all([one('v3.5.3', 'cmp1'), one('v2.42.0', 'cmp3')])
    after = await inspectWorkers(lab, PROCESS)
  })

  it('is a new container of the new image where that sends', async () => {
    expect(outcomeOf(newer)).toEqual(outcome(0, { cmp1: 'verified recreate' }))
    const pinned = /^registry\.lab\/prom\/prometheus@sha256:[0-9a-f]{64}\n?$/u
    expect((await inspectWorkers(lab, '{{.Config.Image}}')).get('cmp1')).toMatch(pinned)
    // The master still knows series of workers that other tests had here, under other labels.
    const sent = `timestamp(prometheus_build_info{node="cmp1",version=~"3[.].*"}) > ${began}`
    const series = await query(lab, TENANT, `group by (job) (${sent})`)
    expect(series.map(({ labels }) => labels['job'])).toEqual(['prometheus-worker'])
  })

  it('goes back where the worker runs and nothing arrives', () => {
    // Its promtool does not know `check ready`, so its health check fails as well.
    const unproven: unknown = expect.stringMatching(
      /^rolled-back recreate: .*Mimir rejected \d+ of \d+ samples/u,
    )
    expect(outcomeOf(mute)).toEqual(outcome(1, { cmp3: unproven }))
  })

  it('touches no other node', () => {
    for (const node of ['ctl1', 'cmp2']) expect(after.get(node)).toBe(before.get(node))
    for (const node of ['cmp1', 'cmp3']) expect(after.get(node)).not.toBe(before.get(node))
  })

  it('is taken back by the run after', async () => {
    expect(outcomeOf(await rollout(await manifest(lab, 'changes'), '--output', 'json'))).toEqual(
      outcome(0, {
        ctl1: 'verified reload',
        cmp1: 'verified recreate',
        cmp2: 'verified reload',
        cmp3: 'verified reload',
      }),
    )
  })
})
