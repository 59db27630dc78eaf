import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { REMOTE_WRITE } from '../../../../roles/mimir-worker/worker/defaults.ts'
import type { WorkerSettings } from '../../../../roles/mimir-worker/worker/vars.ts'
import type { ScriptedAnswer } from '../../../support/fake-host.ts'
import type { FakeNode } from '../fake-node.ts'
import { POLICY, SETTINGS } from '../sample.ts'
import { installed, play, titles } from '../small-rollout.ts'

/** Takes a new container. */
const RESTARTED: WorkerSettings = { ...SETTINGS, retention: '3h' }

const REFUSAL =
  'ts=2026-11-26T10:00:00.000Z level=warn component=remote msg="Failed to send batch, retrying" err="server returned HTTP status 500 Internal Server Error: out of memory"'
const LOG: ScriptedAnswer = [
  'worker-errors',
  {
    stdout: `{"fact":"log","exit":0,"base64":"${Buffer.from(REFUSAL).toString('base64')}"}\n{"done":true}\n`,
  },
]

/** Seconds that a worker may lag behind and still be proven, but not be stopped. */
const LAG = 100

/** Three nodes with workers, some of which are behind with sending. */
async function withBehind(...behind: readonly string[]): Promise<FakeNode[]> {
  const nodes = (await installed()).map((one) => one.again([LOG]))
  for (const one of nodes) if (behind.includes(one.host.name)) one.lags(LAG)
  return nodes
}

/** A play in which time passes as nodes wait for it. */
async function playLong(...order: Parameters<typeof play>): ReturnType<typeof play> {
  const played = play(...order)
  await vi.advanceTimersByTimeAsync(600_000)
  return played
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

const warnings = (events: readonly { readonly type: string }[]) =>
  events.filter(({ type }) => type === 'warning')

describe('before a worker is stopped', () => {
  it('its node is looked at once more, and the worker replaced where it has sent what it has', async () => {
    const nodes = await installed()
    const { roster } = await playLong(nodes, { settings: RESTARTED })
    for (const one of nodes) {
      expect(titles(one)).toEqual(['observe', 'stage', 'observe', 'start', 'observe', 'confirm'])
      expect(roster.report(one.host.name)).toMatchObject({ state: 'verified', verdict: 'recreate' })
      expect(roster.report(one.host.name)).not.toHaveProperty('unsent')
    }
  })

  it('nothing is waited for where it is only reloaded, or where nobody wants to wait', async () => {
    const reloaded = await withBehind('cmp1')
    await playLong(reloaded, { settings: { ...SETTINGS, scrapeInterval: '45s' } })
    for (const one of reloaded) expect(titles(one).slice(0, 3)).toEqual(['observe', 'stage', 'reload'])
    const forced = await withBehind('cmp1')
    await playLong(forced, { settings: RESTARTED, policy: { ...POLICY, drain: 0 } })
    for (const one of forced) expect(titles(one).slice(0, 3)).toEqual(['observe', 'stage', 'start'])
  })
})

describe('a node whose queue does not drain', () => {
  it('fails before anything was changed there, with the cause, and gives its lease back', async () => {
    const nodes = await withBehind('cmp1')
    const [, behind] = nodes
    const before = behind?.running()
    const { roster, events } = await playLong(nodes, { settings: RESTARTED })
    expect(nodes.map(({ host }) => roster.report(host.name).state)).toEqual([
      'verified',
      'failed',
      'verified',
    ])
    expect(roster.report('cmp1').failure).toEqual({
      reason: 'queue-not-drained',
      how: 'stuck',
      samples: 10_000,
      lag: LAG,
      waited: 30,
      refusal: { cause: 'server-error', evidence: 'HTTP status 500 Internal Server Error: out of memory' },
    })
    expect(behind?.running()).toEqual(before)
    expect(behind?.state()).toMatchObject({ free: true, unconfirmed: undefined })
    expect(behind && titles(behind).slice(-3)).toEqual(['observe', 'worker-errors', 'release-lease'])
    expect(warnings(events)).toEqual([])
  })

  it('tells meanwhile how much is left, and for how long it waits', async () => {
    const { events } = await playLong(await withBehind('cmp1'), { settings: RESTARTED })
    const told = events.filter((event) => event.type === 'node-progress').map(({ text }) => text)
    expect(told).toContain('{"kind":"draining","samples":10000,"seconds":28}')
  })

  it('counts as a failure, and is not rolled back with its batch, because it was never changed', async () => {
    const nodes = await withBehind('ctl1', 'cmp1')
    const { rollout, roster, events } = await playLong(nodes, { settings: RESTARTED })
    expect(rollout).toMatchObject({ failures: { count: 3 }, batches: [{ state: 'rolled-back' }] })
    for (const name of ['ctl1', 'cmp1']) expect(roster.report(name)).not.toHaveProperty('rollback')
    expect(roster.report('cmp2')).toMatchObject({ rollback: { scope: 'batch' } })
    const notices = events.filter((event) => event.type === 'notice').map(({ text }) => text)
    expect(notices).toContain('{"kind":"rolling-back","nodes":["cmp2"],"scope":"batch"}')
  })
})

describe('where the change is to how a worker sends', () => {
  it('goes on in the end, for it may be the remedy, and tells what is lost', async () => {
    const nodes = await withBehind('cmp1')
    const settings = { ...RESTARTED, remoteWrite: { ...REMOTE_WRITE, max_shards: 3 } }
    const { roster, events } = await playLong(nodes, { settings })
    const [, behind] = nodes
    expect(behind && titles(behind).slice(-3)).toEqual(['start', 'observe', 'confirm'])
    expect(roster.report('cmp1')).toMatchObject({ unsent: 10_000 })
    expect(warnings(events)).toEqual([
      { type: 'warning', text: '{"kind":"unsent","nodes":["cmp1"],"samples":10000}' },
    ])
  })
})

describe('a node that goes back', () => {
  it('waits for its queue shortly, goes back whatever is left, and tells what is lost', async () => {
    const nodes = await withBehind()
    const [one] = nodes
    const { roster, events } = await playLong(nodes, {
      settings: RESTARTED,
      watch: (_stage, event) => {
        // It is well until it is proven, and then falls behind for good.
        if (event.type === 'phase-finished' && event.phase === 'activate') one?.lags(700)
      },
    })
    expect(roster.report('ctl1')).toMatchObject({
      state: 'failed',
      rollback: { scope: 'node' },
      unsent: 70_000,
    })
    expect(warnings(events)).toEqual([
      { type: 'warning', text: '{"kind":"unsent","nodes":["ctl1"],"samples":70000}' },
    ])
  })
})
