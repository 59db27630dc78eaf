import { describe, expect, it } from 'vitest'
import { exitCode } from '../../src/cli/exit-code.ts'
import type { NodeState, Report } from '../../src/model/report.ts'

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
