import { describe, expect, it } from 'vitest'
import type { ScriptedAnswer } from '../../../support/fake-host.ts'
import { POLICY, SETTINGS } from '../sample.ts'
import { installed, play, titles } from '../small-rollout.ts'

const MOVED = { ...SETTINGS, pushUrl: 'http://10.0.0.6:9009/api/v1/push' }
const LABELLED = { ...SETTINGS, labels: { ...SETTINGS.labels, region: 'seoul' } }

/** A reload that this node does not take. */
const REFUSED: ScriptedAnswer = ['reload', () => ({ exitCode: 137, stderr: '' })]

async function change(settings: typeof SETTINGS, toldToFirst: readonly ScriptedAnswer[] = []) {
  const [first, ...others] = await installed()
  if (first === undefined) throw new Error('there are three nodes')
  const nodes = [first.again(toldToFirst), ...others]
  const policy = { ...POLICY, maxFailures: { nodes: 2 } }
  const seen = await play(nodes, { settings, policy })
  return { ...seen, reloaded: nodes.filter((node) => titles(node).includes('reload')) }
}

const nodesOf = ({ rollout }: Awaited<ReturnType<typeof change>>) =>
  rollout?.batches.map(({ nodes, state }) => `${state}: ${nodes.join(' ')}`)

describe('a change of where all workers send', () => {
  it('is made on one node, and on the others once that one is verified', async () => {
    const seen = await change(MOVED)
    expect(nodesOf(seen)).toEqual(['done: ctl1', 'done: cmp1 cmp2'])
    expect(seen.rollout).toMatchObject({ ending: 'complete', order: { canary: ['url'] } })
  })

  it('reaches no other node where it fails there, whatever max_failures allows', async () => {
    const seen = await change(MOVED, [REFUSED])
    expect(nodesOf(seen)).toEqual(['done: ctl1', 'not-started: cmp1 cmp2'])
    expect(seen.rollout?.ending).toBe('canary-failed')
    expect(seen.reloaded.map(({ host }) => host.name)).toEqual(['ctl1'])
    expect(['cmp1', 'cmp2'].map(seen.state)).toEqual(['untouched', 'untouched'])
  })
})

it('a change of anything else is made as the batches say', async () => {
  const seen = await change(LABELLED)
  expect(nodesOf(seen)).toEqual(['done: ctl1 cmp1 cmp2'])
  expect(seen.rollout?.order).toBeUndefined()
})
