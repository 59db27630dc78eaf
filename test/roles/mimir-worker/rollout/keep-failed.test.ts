import { describe, expect, it } from 'vitest'
import type { ScriptedAnswer } from '../../../support/fake-host.ts'
import { POLICY, SETTINGS } from '../sample.ts'
import { installed, play, titles } from '../small-rollout.ts'

const CHANGED = { ...SETTINGS, labels: { ...SETTINGS.labels, region: 'seoul' } }

/** A change in which the worker of ctl1 cannot be told to reload. */
async function change(rollback: 'none' | 'node') {
  const [first, ...others] = await installed()
  if (first === undefined) throw new Error('there are three nodes')
  const told: ScriptedAnswer = ['reload', (command) => ({ exitCode: 137, stderr: command.title })]
  const nodes = [first.again([told]), ...others]
  const [ctl1] = nodes
  if (ctl1 === undefined) throw new Error('there are three nodes')
  const policy = { ...POLICY, rollback, maxFailures: { nodes: 3 } }
  const seen = await play(nodes, { settings: CHANGED, policy })
  return { ...seen, ctl1 }
}

describe('where nothing is to go back', () => {
  it('a node that came to nothing stays on what it was given, and its timer is taken away', async () => {
    const { ctl1, state, events } = await change('none')
    expect(state('ctl1')).toBe('failed')
    expect(titles(ctl1)).toContain('keep')
    expect(ctl1.state()).toMatchObject({ free: true, unconfirmed: undefined })
    const notices = events.flatMap((event) => (event.type === 'notice' ? [event.text] : []))
    expect(notices.at(-1)).toBe('{"kind":"keeping","nodes":["ctl1"]}')
  })

  it('and where it is, nothing is kept', async () => {
    const { ctl1 } = await change('node')
    expect(titles(ctl1)).not.toContain('keep')
    expect(titles(ctl1)).toContain('revert')
  })
})
