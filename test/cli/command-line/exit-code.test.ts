import { describe, expect, it } from 'vitest'
import { exitCode } from '../../../src/cli/command-line/exit-code.ts'
import type { NodeState, Report, Verdict } from '../../../src/model/report.ts'
import { safeText } from '../../../src/values/safe-text.ts'

const report = (states: readonly NodeState[], interrupted = false): Report => ({
  run: '20231114T221320Z',
  verb: 'rollout',
  manifest: 'inventory.yml',
  tenant: 'openstack',
  startedAt: '2023-11-14T22:13:20.000Z',
  milliseconds: 1,
  interrupted,
  warnings: [],
  nodes: states.map((state, index) => ({
    node: `n${index}`,
    groups: [],
    state,
    reasons: [],
    checks: [],
    steps: [],
  })),
})

describe('the exit code', () => {
  it.each<[number, readonly NodeState[]]>([
    [0, ['verified', 'verified']],
    [1, ['verified', 'failed']],
    [1, ['verified', 'untouched']],
    [1, ['interrupted']],
    [1, []],
  ])('is %i for nodes %j', (code, states) => {
    expect(exitCode(report(states))).toBe(code)
  })

  it('is 130 after an interruption, even where every node is verified', () => {
    expect(exitCode(report(['verified'], true))).toBe(130)
  })
})

it.each([
  ['before', 1],
  ['after_batch', 1],
  ['after', 0],
  ['on_failure', 0],
] as const)('is decided by the nodes alone where the hook %s fails, or is not: %i', (hook, code) => {
  const hooks = [{ hook, command: safeText('./a'), outcome: 'failed' }] as const
  expect(exitCode({ ...report(['verified']), hooks })).toBe(code)
  expect(exitCode({ ...report(['verified'], true), hooks })).toBe(130)
})

it('is 2 where a saved plan was refused', () => {
  const moved = { reason: 'moved', fields: ['container'], evidence: safeText('') } as const
  const one = report(['untouched', 'untouched'])
  expect(exitCode({ ...one, nodes: one.nodes.map((node) => ({ ...node, failure: moved })) })).toBe(2)
})

describe('the exit code of a plan', () => {
  const plan = (...verdicts: readonly (Verdict | undefined)[]): Report => {
    const nodes = report(verdicts.map(() => 'untouched')).nodes.map((node, at) => {
      const verdict = verdicts[at]
      return verdict === undefined ? node : { ...node, verdict }
    })
    return { ...report([]), dryRun: true, nodes }
  }
  const unable = (one: Report): Report => ({
    ...one,
    nodes: one.nodes.map((node) => ({
      ...node,
      failure: { reason: 'engine-missing', engine: 'docker' } as const,
    })),
  })

  it.each<[number, boolean, Report]>([
    [0, false, plan('noop', 'reload')],
    [0, true, plan('noop', 'noop')],
    [3, true, plan('noop', 'reload')],
    [1, true, plan('reload', undefined)],
    [1, false, plan(undefined)],
    [1, true, unable(plan('reload'))],
    [130, true, { ...plan('reload'), interrupted: true }],
  ])('is %i with details wished: %j', (code, detailed, one) => {
    expect(exitCode(one, { detailed })).toBe(code)
  })
})
