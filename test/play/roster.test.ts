import { describe, expect, it } from 'vitest'
import type { CheckResult } from '../../src/model/check.ts'
import type { Failure } from '../../src/model/failure.ts'
import type { NodeState, Step } from '../../src/model/report.ts'
import { type Roster, roster } from '../../src/play/roster.ts'
import { safeText } from '../../src/values/safe-text.ts'
import { node } from './sample.ts'

const check = (state: CheckResult['state']): CheckResult => ({
  check: 'container',
  state,
  finding: { kind: 'reload-failed' },
})
const step = (phase: Step['phase'], outcome: Step['outcome']): Step => ({ phase, from: 1, to: 2, outcome })
const FAILURE: Failure = { reason: 'start-failed', evidence: safeText('') }
const ABORTED: Failure = { reason: 'aborted', during: 'stage' }

const only = () => roster([node('cmp1', ['compute'])])

const STORIES: readonly (readonly [NodeState, string, (all: Roster) => void])[] = [
  ['untouched', 'nothing happened', () => undefined],
  ['untouched', 'it was only looked at', (all) => all.step('cmp1', step('observe', 'unchanged'))],
  ['untouched', 'its stage changed nothing', (all) => all.step('cmp1', step('stage', 'unchanged'))],
  [
    'untouched',
    'looking at it was aborted',
    (all) => {
      all.step('cmp1', step('observe', 'failed'))
      all.failed('cmp1', ABORTED)
    },
  ],
  ['interrupted', 'its files were brought and no more', (all) => all.step('cmp1', step('stage', 'changed'))],
  ['interrupted', 'it was swapped and not proven', (all) => all.step('cmp1', step('activate', 'changed'))],
  [
    'interrupted',
    'bringing its files was aborted',
    (all) => {
      all.step('cmp1', step('stage', 'failed'))
      all.failed('cmp1', ABORTED)
    },
  ],
  ['failed', 'something failed', (all) => all.failed('cmp1', FAILURE)],
  [
    'failed',
    'it failed after its checks had passed',
    (all) => {
      all.judged('cmp1', [check('passed')])
      all.failed('cmp1', FAILURE)
    },
  ],
  ['verified', 'every check passed', (all) => all.judged('cmp1', [check('passed'), check('passed')])],
  ['untouched', 'a check was still open', (all) => all.judged('cmp1', [check('passed'), check('waiting')])],
  ['untouched', 'a check was skipped', (all) => all.judged('cmp1', [check('passed'), check('skipped')])],
]

describe('a node', () => {
  it.each(STORIES)('is %s where %s', (...row) => {
    const [state, , story] = row
    const all = only()
    story(all)
    expect(all.report('cmp1').state).toBe(state)
  })

  it('is reported with everything that was told of it', () => {
    const all = only()
    all.decided('cmp1', { verdict: 'reload', reasons: [] }, 'abc')
    all.step('cmp1', step('observe', 'unchanged'))
    all.step('cmp1', step('stage', 'changed'))
    all.judged('cmp1', [check('waiting')])
    all.judged('cmp1', [check('failed')])
    all.failed('cmp1', FAILURE)
    expect(all.report('cmp1')).toEqual({
      node: 'cmp1',
      groups: ['compute'],
      state: 'failed',
      verdict: 'reload',
      reasons: [],
      generation: 'abc',
      checks: [check('failed')],
      failure: FAILURE,
      steps: [step('observe', 'unchanged'), step('stage', 'changed')],
    })
  })
})

describe('a roster', () => {
  it('reports its nodes in their order, and tells which are well', () => {
    const nodes = [node('b'), node('a'), node('c')]
    const all = roster(nodes)
    all.failed('a', FAILURE)
    expect(all.reports().map(({ node: name }) => name)).toEqual(['b', 'a', 'c'])
    expect(all.well()).toEqual([nodes[0], nodes[2]])
  })

  it('refuses to speak of a node that is not in the play', () => {
    expect(() => only().step('cmp9', step('observe', 'failed'))).toThrow('cmp9 is not a node of this play')
  })
})
