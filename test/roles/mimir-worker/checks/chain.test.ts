import { describe, expect, it } from 'vitest'
import { chainState, judge, settle } from '../../../../roles/mimir-worker/checks/chain.ts'
import type { Evidence } from '../../../../roles/mimir-worker/checks/evidence.ts'
import { CHECKS, type CheckResult } from '../../../../src/model/check.ts'
import { arrived, container, evidence, facts, PLAIN_CHAIN, worker } from '../sample.ts'

const states = (changes: Partial<Evidence>) =>
  judge(evidence(changes)).map(({ check, state }) => `${check} ${state}`)
const notReached = (after: string) => ({ kind: 'not-reached', after })

describe('the chain of proof', () => {
  it('judges every check, in the order in which they are reported', () => {
    expect(states({})).toEqual(PLAIN_CHAIN.map((check) => `${check} passed`))
  })

  it('asks nothing of a process whose container is broken', () => {
    const results = judge(evidence({ facts: facts({ container: undefined }) }))
    expect(results.map(({ state }) => state)).toEqual([
      'failed',
      ...PLAIN_CHAIN.slice(1).map(() => 'skipped'),
    ])
    expect(results[1]?.finding).toEqual(notReached('container'))
    expect(results[5]?.finding).toEqual(notReached('identity'))
  })

  it('takes no word of another Prometheus on our port for a proof, arrival included', () => {
    const stranger = worker({ flags: { 'config.file': '/etc/prometheus/prometheus.yml' } })
    expect(states({ facts: facts({ worker: stranger }) })).toEqual([
      'container passed',
      'identity failed',
      'configuration skipped',
      'targets skipped',
      'sending skipped',
      'arrival skipped',
      'isolation skipped',
      'fleet skipped',
    ])
  })

  it('says once that nothing arrived', () => {
    const nothing = arrived({
      processStart: undefined,
      senders: { processes: 0, jumps: 0, starts: [] },
    })
    const results = judge(evidence({ arrival: nothing }))
    expect(results.slice(-3)).toMatchObject([
      { check: 'arrival', state: 'waiting', finding: { kind: 'not-arrived' } },
      { check: 'isolation', state: 'waiting', finding: notReached('arrival') },
      { check: 'fleet', state: 'waiting', finding: notReached('arrival') },
    ])
    expect(
      settle(results)
        .slice(-3)
        .map(({ state }) => state),
    ).toEqual(['failed', 'skipped', 'skipped'])
  })

  it('leaves open what comes after a process that does not answer yet', () => {
    expect(states({ facts: facts({ worker: undefined }) })).toEqual([
      'container passed',
      'identity waiting',
      'configuration waiting',
      'targets waiting',
      'sending waiting',
      'arrival waiting',
      'isolation waiting',
      'fleet waiting',
    ])
  })

  it('asks who answers while the container is still young', () => {
    const young = facts({
      container: container({ startedAt: facts().now - 1 }),
      worker: worker({ startTime: facts().now - 1 }),
    })
    expect(judge(evidence({ facts: young })).slice(0, 2)).toMatchObject([
      { state: 'waiting' },
      { state: 'passed' },
    ])
  })

  it('shows every trouble that is reached, not only the first', () => {
    const files = { ...facts().files, current: 'abc' }
    expect(states({ facts: facts({ files, worker: worker({ targets: [] }) }), arrival: undefined })).toEqual([
      'container passed',
      'identity passed',
      'configuration failed',
      'targets waiting',
      'sending passed',
      'arrival waiting',
      'isolation waiting',
      'fleet waiting',
    ])
  })
})

const results = (...list: CheckResult['state'][]): CheckResult[] =>
  list.map((state, index) => ({
    check: CHECKS[index] ?? 'arrival',
    state,
    finding: { kind: 'reload-failed' },
  }))

describe('where a node stands', () => {
  it.each([
    ['proven', results('passed', 'passed')],
    ['waiting', results('passed', 'waiting')],
    ['broken', results('waiting', 'failed')],
    ['broken', results('failed', 'skipped')],
    ['waiting', results('passed', 'skipped')],
  ])('is %s', (expected, list) => {
    expect(chainState(list)).toBe(expected)
  })

  it('is proven only by the whole chain of a good look', () => {
    expect(chainState(judge(evidence()))).toBe('proven')
    expect(chainState(judge(evidence({ arrival: arrived({ sentinels: new Map() }) })))).toBe('waiting')
  })
})

describe('at the deadline', () => {
  it('what was waited for has failed, with its finding; the rest stays', () => {
    const before = results('passed', 'waiting', 'skipped', 'failed')
    expect(settle(before)).toEqual(results('passed', 'failed', 'skipped', 'failed'))
  })

  it('what waited behind another check was never asked', () => {
    const behind = judge(evidence({ facts: facts({ worker: undefined }) }))
    expect(settle(behind).map(({ state }) => state)).toEqual([
      'passed',
      'failed',
      ...PLAIN_CHAIN.slice(2).map(() => 'skipped'),
    ])
  })
})

it('is proven with a warning, which keeps no other check from being made', () => {
  const down = [{ job: 'openstack-exporter', metric: 'openstack_nova_up', instance: 'cmp1' }]
  const judged = judge(evidence({ arrival: arrived({ services: { down } }) }))
  expect(judged.map(({ state }) => state)).toEqual(
    PLAIN_CHAIN.map((check) => (check === 'targets' ? 'warning' : 'passed')),
  )
  expect(chainState(judged)).toBe('proven')
})
