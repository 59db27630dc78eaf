import { describe, expect, it } from 'vitest'
import type { NodeRecords, Unconfirmed } from '../../../../roles/mimir-worker/node/records.ts'
import { returnTarget } from '../../../../roles/mimir-worker/plan/rollback-target.ts'
import type { Activation } from '../../../../src/model/node-status.ts'
import { safeLine } from '../../../../src/values/safe-text.ts'
import { facts } from '../sample.ts'

const WORD = safeLine('x')

function past(generation: string, how: Activation['how'] = 'confirmed'): Activation {
  return { at: 1, generation, how, run: WORD, who: WORD, reason: WORD, revision: WORD }
}

function target(current: string, records: Partial<NodeRecords> | undefined): string | undefined {
  const { files } = facts()
  const releases = ['a', 'b', 'c'].map((generation) => ({ generation, modified: 1 }))
  const whole = { history: [], journal: [], releases, ...records }
  return returnTarget({ files: { ...files, current }, ...(records === undefined ? {} : { records: whole }) })
}

describe('the generation that a node goes back to', () => {
  it('is the last other one that was proven', () => {
    expect(target('c', { history: [past('a'), past('b'), past('c')] })).toBe('b')
    expect(target('b', { history: [past('a'), past('b'), past('c'), past('b')] })).toBe('c')
  })

  it('is not one that the node was sent back from', () => {
    expect(target('a', { history: [past('a'), past('c', 'reverted'), past('b', 'auto-reverted')] })).toBe(
      undefined,
    )
  })

  it('is not one that does not lie there any more', () => {
    expect(target('c', { history: [past('a'), past('gone'), past('c')] })).toBe('a')
  })

  it('is the one before an activation that nobody confirmed', () => {
    const unconfirmed: Unconfirmed = {
      run: 'r1',
      token: 1,
      generation: 'c',
      previous: 'a',
      back: 'reload',
      deadline: 1,
      reverting: false,
      timerGone: false,
    }
    expect(target('c', { history: [past('a'), past('b')], unconfirmed })).toBe('a')
  })

  it('is none where nothing of ours lies there', () => {
    expect(target('c', undefined)).toBe(undefined)
  })
})
