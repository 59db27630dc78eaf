import { describe, expect, it } from 'vitest'
import { arrival } from '../../../../roles/mimir-worker/checks/arrival.ts'
import type { Arrival } from '../../../../roles/mimir-worker/mimir/arrival.ts'
import { safeLine } from '../../../../src/values/safe-text.ts'
import { arrived, complete, evidence, facts, VARS, worker } from '../sample.ts'

const ALL = VARS.jobs.map(({ name }) => name)
const { startTime = 0, reloadedAt = 0 } = worker()
const judged = (seen: Arrival | undefined) => arrival(evidence({ arrival: seen }))
const waiting = (finding: object) => ({ check: 'arrival', state: 'waiting', finding })
/** Of a worker that runs its configuration for long. */
const WHOLE = complete({ since: new Map() })
const sentinels = (job: string, at: number) =>
  new Map([...ALL.map((name): [string, number] => [name, facts().now]), [job, at]])

describe('the arrival check', () => {
  it('passes this process, with this configuration, and a fresh sample of every job', () => {
    expect(judged(arrived())).toEqual({
      check: 'arrival',
      state: 'passed',
      finding: {
        kind: 'good',
        facts: [
          { name: 'tenant', value: 'openstack' },
          { name: 'jobs', value: '3' },
          { name: 'newest', value: '2023-11-14T22:13:40.000Z' },
        ],
      },
    })
  })

  it('bears what a float may lose', () => {
    expect(judged(arrived({ processStart: startTime + 0.0005, reloadedAt: reloadedAt - 0.0005 })).state).toBe(
      'passed',
    )
  })

  it.each([
    ['Mimir was not asked', undefined],
    ['Mimir has nothing of the node', arrived({ processStart: undefined })],
  ])('waits for every job where %s', (_case, seen) => {
    expect(judged(seen)).toEqual(waiting({ kind: 'not-arrived', missing: ALL }))
  })

  it.each([
    { kind: 'mimir-silent', url: 'http://m', evidence: safeLine('refused') },
    { kind: 'mimir-refused', url: 'http://m', status: 502, evidence: safeLine('<html>') },
    { kind: 'mimir-refused', url: 'http://m', status: 429, evidence: safeLine('slow down') },
  ] as const)('passes on what is the trouble with Mimir: $kind', (queryError) => {
    expect(judged({ queryError })).toEqual(waiting(queryError))
  })

  it('waits where the newest series is of another process, such as the one before', () => {
    expect(judged(arrived({ processStart: startTime - 86_400 }))).toEqual(
      waiting({ kind: 'other-process-arrived', expected: startTime, found: startTime - 86_400 }),
    )
  })

  it('names the node of this run whose process it is', () => {
    const starts = new Map([['cmp7', startTime - 9]])
    const seen = arrived({ processStart: startTime - 9 })
    expect(arrival(evidence({ arrival: seen, starts }))).toEqual(
      waiting({ kind: 'other-process-arrived', expected: startTime, found: startTime - 9, node: 'cmp7' }),
    )
  })

  it.each([reloadedAt - 60, undefined])(
    'waits where this process had not loaded this configuration (%s)',
    (at) => {
      expect(judged(arrived({ reloadedAt: at }))).toEqual(
        waiting({ kind: 'other-process-arrived', expected: reloadedAt, found: at ?? 0 }),
      )
    },
  )

  it('waits for a job of which nothing came, and names it', () => {
    const some = new Map([...sentinels('', 0)].filter(([job]) => job !== 'openstack-node-exporter'))
    expect(judged(arrived({ sentinels: some }))).toEqual(
      waiting({ kind: 'not-arrived', missing: ['openstack-node-exporter'] }),
    )
  })

  it('takes no sample from before the configuration was loaded', () => {
    const seen = arrived({ sentinels: sentinels('openstack-node-exporter', reloadedAt - 0.1) })
    expect(judged(seen)).toEqual(waiting({ kind: 'not-arrived', missing: ['openstack-node-exporter'] }))
  })

  const NODE = 'openstack-node-exporter'
  const later = reloadedAt + 86_400
  const aged = (age: number) =>
    arrived({ sentinels: new Map(ALL.map((name) => [name, name === NODE ? later + age : later])) })
  it.each([
    [-46, 'waiting'],
    [-45, 'passed'],
  ])('of a job scraped each 30 s, a sample %i s old leaves it %s', (age, state) => {
    const seen = { facts: facts({ now: later }), arrival: aged(age), completeness: WHOLE }
    expect(arrival(evidence(seen)).state).toBe(state)
  })

  it.each([
    [-121, -300, 'waiting'],
    [-120, -300, 'passed'],
    [-120, -120, 'waiting'],
  ])('of a Mimir that is slow, a sample %i s old, after one %i s old, leaves it %s', (age, before, state) => {
    const seen = { facts: facts({ now: later }), arrival: aged(age), firstArrival: aged(before) }
    expect(arrival(evidence({ ...seen, completeness: WHOLE })).state).toBe(state)
  })

  it.each([
    [-95, 'clock-skewed'],
    [95, 'clock-skewed'],
    [29, 'not-arrived'],
  ])('of a node whose clock is off by %i s, what is missing is %s', (skew, kind) => {
    const seen = arrived({ sentinels: new Map() })
    expect(arrival(evidence({ facts: facts({ skew }), arrival: seen })).finding.kind).toBe(kind)
    expect(arrival(evidence({ facts: facts({ skew }) })).state).toBe('passed')
  })
})
