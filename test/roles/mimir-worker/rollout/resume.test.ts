import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Fleet } from '../../../../roles/mimir-worker/fleet/fleet.ts'
import type { FakeNode } from '../fake-node.ts'
import { POLICY, SETTINGS } from '../sample.ts'
import { installed, play, titles } from '../small-rollout.ts'

const CHANGED = { ...SETTINGS, labels: { ...SETTINGS.labels, region: 'seoul' } }
const BATCHES = [['cmp2'], ['cmp1', 'ctl1']]

/** Three nodes of which a run that is gone on with had brought those to the changed settings. */
async function halfway(done: readonly string[]): Promise<FakeNode[]> {
  const nodes = await installed()
  const ready = nodes.filter(({ host }) => done.includes(host.name))
  await play(
    ready.map((one) => one.again()),
    { settings: CHANGED },
  )
  return nodes.map((one) => one.again())
}

async function resume(nodes: readonly FakeNode[], policy: Partial<Fleet['policy']> = {}) {
  return play(nodes, { settings: CHANGED, earlierBatches: BATCHES, policy: { ...POLICY, ...policy } })
}

afterEach(() => void vi.useRealTimers())

describe('a run that is gone on with', () => {
  it('keeps its batches, those that are done as well', async () => {
    const nodes = await halfway(['cmp2'])
    const { rollout, state } = await resume(nodes, { sizes: [{ nodes: 1 }] })
    expect(rollout?.batches.map((batch) => [batch.nodes, batch.state])).toEqual([
      [['cmp2'], 'done'],
      [['cmp1', 'ctl1'], 'done'],
    ])
    expect(nodes.map(({ host }) => state(host.name))).toEqual(['verified', 'verified', 'verified'])
  })

  it('proves what is done before it begins the next batch', async () => {
    const nodes = await halfway(['cmp2'])
    const { events } = await resume(nodes)
    const phases = events.flatMap((event) => (event.type === 'phase-started' ? [event.phase] : []))
    expect(phases).toEqual(['observe', 'plan', 'stage', 'verify', 'activate', 'verify'])
  })

  it('begins no batch where what is done is not well any more, and max_failures allows none', async () => {
    const done = await halfway(['cmp2'])
    const sick = done.map((one) => (one.host.name === 'cmp2' ? { ...one, running: () => undefined } : one))
    vi.useFakeTimers()
    const resumed = resume(sick, { maxFailures: { nodes: 0 } })
    await vi.advanceTimersByTimeAsync(120_000)
    const { rollout, state } = await resumed
    expect(state('cmp2')).toBe('failed')
    expect(rollout?.ending).toBe('max-failures-exceeded')
    expect(sick.flatMap(titles)).not.toContain('reload')
  })

  it('goes on in the middle of a batch, and brings what it had not thought of last', async () => {
    const nodes = await halfway(['cmp2', 'cmp1'])
    const { rollout } = await play(nodes, { settings: CHANGED, earlierBatches: [['cmp2'], ['cmp1']] })
    expect(rollout?.batches.map((batch) => batch.nodes)).toEqual([['cmp2'], ['cmp1'], ['ctl1']])
  })

  it('leaves what was done before it as it is, also where all is to go back', async () => {
    const nodes = await halfway(['cmp2'])
    const [first, ...others] = nodes
    if (first === undefined) throw new Error('there are three nodes')
    const broken = first.again([['reload', { exitCode: 137, stderr: 'Killed' }]])
    const { state, roster } = await resume([broken, ...others], {
      rollback: 'all',
      maxFailures: { nodes: 0 },
    })
    expect(state('cmp2')).toBe('verified')
    expect(roster.report('cmp1').rollback?.scope).toBe('all')
  })
})
