import { describe, expect, it } from 'vitest'
import { fleet } from '../../../../roles/mimir-worker/checks/duplicate-senders.ts'
import type { Senders } from '../../../../roles/mimir-worker/mimir/arrival.ts'
import { safeLine } from '../../../../src/values/safe-text.ts'
import { arrived, evidence, worker } from '../sample.ts'

const own = worker().startTime ?? 0
const OTHER = own - 500
const STARTS = new Map([
  ['cmp1', own],
  ['cmp2', OTHER],
  // Two workers may well be started in the same hundredth of a second.
  ['cmp3', own],
])
const judged = (senders: Senders) => fleet(evidence({ arrival: arrived({ senders }), starts: STARTS }))
const waiting = (finding: object) => ({ check: 'fleet', state: 'waiting', finding })

describe('the fleet check', () => {
  it('passes one process that sends under the name of the node', () => {
    expect(judged({ processes: 1, jumps: 0, starts: [own, own] })).toMatchObject({
      check: 'fleet',
      state: 'passed',
    })
  })

  it('passes a worker that was restarted lately: its start only grew', () => {
    expect(judged({ processes: 1, jumps: 0, starts: [own - 40, own] }).state).toBe('passed')
  })

  it('waits, and names the other node, where one series goes back and forth between two', () => {
    expect(judged({ processes: 1, jumps: 14, starts: [OTHER, own] })).toEqual(
      waiting({ kind: 'two-senders', processes: 2, jumps: 14, others: ['cmp2'] }),
    )
  })

  it('waits where a stranger sends in a series of its own under the same name', () => {
    expect(judged({ processes: 2, jumps: 0, starts: [5, own] })).toEqual(
      waiting({ kind: 'two-senders', processes: 2, jumps: 0, others: [] }),
    )
  })

  it('waits where all that is seen was started after the worker: that is no process of before', () => {
    expect(judged({ processes: 1, jumps: 0, starts: [own + 9, own + 9] })).toEqual(
      waiting({ kind: 'two-senders', processes: 2, jumps: 0, others: [] }),
    )
  })

  it('waits for a node that Mimir does not count', () => {
    expect(judged({ processes: 0, jumps: 0, starts: [] })).toEqual(
      waiting({ kind: 'not-arrived', missing: ['cmp1'] }),
    )
  })

  it('passes on what is the trouble with Mimir', () => {
    const queryError = { kind: 'mimir-silent', url: 'http://m', evidence: safeLine('refused') } as const
    expect(judged({ queryError })).toEqual(waiting(queryError))
    expect(fleet(evidence({ arrival: { queryError } })).state).toBe('waiting')
  })
})
