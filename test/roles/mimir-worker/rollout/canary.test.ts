import { describe, expect, it } from 'vitest'
import type { ScriptedAnswer } from '../../../support/fake-host.ts'
import { POLICY, SETTINGS } from '../sample.ts'
import { installed, play, titles } from '../small-rollout.ts'

const MOVED = { ...SETTINGS, pushUrl: 'http://10.0.0.6:9009/api/v1/push' }
const LABELLED = { ...SETTINGS, labels: { ...SETTINGS.labels, region: 'seoul' } }

/** A reload that this node does not take. */
const REFUSED: ScriptedAnswer = ['reload', () => ({ exitCode: 137, stderr: '' })]

/** A node that runs and sends, and does not confirm. */
const UNCONFIRMED: ScriptedAnswer = ['confirm', () => ({ exitCode: 137, stderr: '' })]

async function change(settings: typeof SETTINGS, toldToFirst: readonly ScriptedAnswer[] = []) {
  const [first, ...others] = await installed()
  if (first === undefined) throw new Error('there are three nodes')
  const nodes = [first.again(toldToFirst), ...others]
  const policy = { ...POLICY, maxFailures: { nodes: 2 } }
  let asked = 0
  const seen = await play(nodes, {
    settings,
    policy,
    watch: (_, event, queries) => {
      if (event.type === 'notice' && event.text.includes('rolling-back')) asked = queries
    },
  })
  const warnings = seen.events.flatMap((event) => (event.type === 'warning' ? [String(event.text)] : []))
  return { ...seen, asked, warnings, reloaded: nodes.filter((node) => titles(node).includes('reload')) }
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

  it('is rolled back without a question to a Mimir that has nothing of what is rolled back to', async () => {
    const seen = await change(MOVED, [UNCONFIRMED])
    expect(seen.state('ctl1')).toBe('rolled-back')
    expect(seen.queries.slice(seen.asked)).toEqual([])
    expect(seen.warnings.filter((text) => text.includes(SETTINGS.pushUrl))).toEqual([
      JSON.stringify({ kind: 'sends-elsewhere', nodes: ['ctl1'], url: SETTINGS.pushUrl }),
    ])
  })
})

it('a change of anything else is made as the batches say', async () => {
  const seen = await change(LABELLED)
  expect(nodesOf(seen)).toEqual(['done: ctl1 cmp1 cmp2'])
  expect(seen.rollout?.order).toBeUndefined()
})
