import { describe, expect, it } from 'vitest'
import type { ScriptedAnswer } from '../../../support/fake-host.ts'
import { POLICY } from '../sample.ts'
import { play, three } from '../small-rollout.ts'

const LEASE = 'run=run-0\ntoken=7\nholder=mallory\nstate=held\nsince=1\nexpires=99999999999\nreason=rollout'

/** What a node answers that says another run holds it. */
const held: ScriptedAnswer = [
  'stage',
  () => {
    const base64 = Buffer.from(`now=1700000000\n${LEASE}`).toString('base64')
    return { exitCode: 10, stdout: `${JSON.stringify({ failure: 'lease-held', base64 })}\n` }
  },
]

describe('a rollout on three nodes of which one says that another run holds it', () => {
  it('changes the other two, and says how to leave that one out', async () => {
    const { state, roster, events } = await play(three([held]), {
      policy: { ...POLICY, maxFailures: { nodes: 1 } },
    })
    expect(['ctl1', 'cmp1', 'cmp2'].map(state)).toEqual(['verified', 'failed', 'verified'])
    expect(roster.report('cmp1').failure).toMatchObject({ reason: 'lease-held', run: 'run-0' })
    const warnings = events.flatMap((event) => (event.type === 'warning' ? [event.text] : []))
    expect(warnings).toEqual(['{"kind":"leases-lost","nodes":["cmp1"]}'])
  })
})
