import { describe, expect, it } from 'vitest'
import { parsePlan, planText, savedPlan } from '../../../src/cli/flow/plan-file.ts'
import type { NodeReport, PinnedNode } from '../../../src/model/report.ts'
import { FAILURES } from '../../messages/samples.ts'
import { failedNode, reportOf, verifiedNode } from '../../report/sample.ts'

const OLD: PinnedNode = {
  verdict: 'reload',
  generation: 'bb',
  current: 'aa',
  container: 'c1',
  image: 'sha256:11',
}
const NEW: PinnedNode = { verdict: 'first-install', generation: 'cc' }
const pinned = (node: string, pin: PinnedNode): NodeReport => ({ ...verifiedNode(node), pinned: pin })

const REPORT = reportOf(
  [pinned('ctl1', OLD), pinned('cmp1', NEW), failedNode('cmp2', FAILURES['engine-missing'])],
  {
    verb: 'plan',
    dryRun: true,
    rollout: {
      batches: [
        { nodes: ['cmp1'], state: 'not-started' },
        { nodes: ['ctl1'], state: 'not-started' },
      ],
      failures: { allowed: 1, count: 1 },
      ending: 'planned',
    },
  },
)
const PLAN = savedPlan(REPORT, { maxFailures: '1', batches: '1' })

describe('a saved plan', () => {
  it('is of the nodes that could be planned for, and is applied by rollout where it was made by plan', () => {
    expect(PLAN).toEqual({
      verb: 'rollout',
      wishes: { maxFailures: '1', batches: '1' },
      nodes: new Map([
        ['ctl1', OLD],
        ['cmp1', NEW],
      ]),
      batches: [['cmp1'], ['ctl1']],
    })
    expect(savedPlan({ ...REPORT, verb: 'upgrade' }, {}).verb).toBe('upgrade')
  })

  it('is read back as it was written', () => {
    expect(parsePlan(planText(PLAN))).toEqual(PLAN)
  })

  it('is of one version', () => {
    expect(planText(PLAN)).toContain('"format": 1')
    expect(parsePlan(planText(PLAN).replace('"format": 1', '"format": 2'))).toBeUndefined()
  })

  it.each([
    '',
    '{}',
    '[]',
    '{"format":1,"verb":"plan","nodes":[]}',
    '{"format":1,"verb":"rollout","nodes":[]}',
  ])('is not %j', (text) => {
    expect(parsePlan(text)).toBeUndefined()
  })

  it('is none where a node in it is not whole', () => {
    expect(parsePlan(planText(PLAN).replace('"verdict": "reload"', '"verdict": "dance"'))).toBeUndefined()
    expect(parsePlan(planText(PLAN).replace('"node": "ctl1",', ''))).toBeUndefined()
  })
})
