import { describe, expect, it } from 'vitest'
import type { Evidence } from '../../../../roles/mimir-worker/checks/evidence.ts'
import { targets } from '../../../../roles/mimir-worker/checks/targets.ts'
import type { Target } from '../../../../roles/mimir-worker/node/facts.ts'
import { safeLine } from '../../../../src/values/safe-text.ts'
import { arrived, evidence, facts, worker } from '../sample.ts'

const of = (job: string): Target => {
  const found = worker().targets.find((target) => target.job === job)
  if (found === undefined) throw new Error(`the sample has no target of ${job}`)
  return found
}
const [self, node, cloud] = [of('prometheus-worker'), of('openstack-node-exporter'), of('openstack-exporter')]
const judged = (found: readonly Target[]) =>
  targets(evidence({ facts: facts({ worker: worker({ targets: found }) }) }))
const waiting = (finding: object) => ({ check: 'targets', state: 'waiting', finding })

describe('the targets check', () => {
  it('passes exactly the expected targets, all up, in whatever order', () => {
    expect(judged([cloud, self, node])).toEqual({
      check: 'targets',
      state: 'passed',
      finding: { kind: 'good', facts: [{ name: 'up', value: '3/3' }] },
    })
  })

  it.each([
    ['one is missing', [self, cloud], ['openstack-node-exporter 10.0.0.12:9100'], []],
    [
      'one is scraped at another address',
      [self, { ...node, url: 'http://localhost:9100/metrics' }, cloud],
      ['openstack-node-exporter 10.0.0.12:9100'],
      ['openstack-node-exporter http://localhost:9100/metrics'],
    ],
    [
      'one too many is scraped',
      [self, node, cloud, { ...node, job: 'by-hand' }],
      [],
      ['by-hand http://10.0.0.12:9100/metrics'],
    ],
    [
      'none is told',
      [],
      [
        'prometheus-worker 127.0.0.1:9091',
        'openstack-node-exporter 10.0.0.12:9100',
        'openstack-exporter [2001:db8::12]:9198',
      ],
      [],
    ],
  ])('waits where %s', (_case, found, missing, unexpected) => {
    expect(judged(found)).toEqual(waiting({ kind: 'targets-differ', missing, unexpected }))
  })

  it.each([
    ['down', { health: 'down', error: safeLine('connection refused') }],
    ['not scraped yet', { health: 'unknown', lastScrape: 0 }],
    ['up since before the configuration was loaded only', { lastScrape: (worker().reloadedAt ?? 0) - 1 }],
  ])('waits for a target that is %s', (_case, changes) => {
    const { job, url, error } = { ...node, ...changes }
    expect(judged([self, { ...node, ...changes }, cloud])).toEqual(
      waiting({ kind: 'targets-down', targets: [{ job, url, error }], expected: 3 }),
    )
  })

  it.each([
    'prometheus_tsdb_wal_writes_failed_total',
    'prometheus_target_scrapes_exceeded_sample_limit_total',
    'prometheus_target_scrape_pool_exceeded_label_limits_total',
    'prometheus_target_scrapes_sample_duplicate_timestamp_total',
    'prometheus_target_scrapes_sample_out_of_order_total',
    'prometheus_target_sync_failed_total',
    'prometheus_agent_out_of_order_samples_total',
  ])('waits a round of scrapes where %s is not zero, and fails when it grows', (metric) => {
    const lost = (value: number) => ({ metric, labels: {}, value })
    const seen = (value: number, now: number) =>
      facts({
        now,
        worker: worker({
          samples: [...worker().samples, lost(value), { ...lost(0), labels: { scrape_job: 'node' } }],
        }),
      })
    const begin = facts().now
    const finding = (count: number) => ({ kind: 'samples-lost', losses: [{ metric, count }] }) as const
    expect(targets(evidence({ facts: seen(0, begin) })).state).toBe('passed')
    expect(targets(evidence({ facts: seen(4, begin) }))).toEqual(waiting(finding(4)))
    expect(targets(evidence({ facts: seen(4, begin + 59), previous: seen(4, begin) }))).toEqual(
      waiting(finding(4)),
    )
    expect(targets(evidence({ facts: seen(4, begin + 60), previous: seen(4, begin) })).state).toBe('passed')
    expect(targets(evidence({ facts: seen(6, begin + 10), previous: seen(4, begin) }))).toEqual({
      check: 'targets',
      state: 'failed',
      finding: finding(2),
    })
  })

  it('fails where an agent wrote that it repaired its log', () => {
    const repair = 'level=warn msg="encountered WAL read error, attempting repair"'
    expect(targets(evidence({ facts: facts({ repair }) }))).toMatchObject({
      state: 'failed',
      finding: { kind: 'log-repaired' },
    })
  })

  it.each(['prometheus_tsdb_wal_corruptions_total', 'prometheus_agent_corruptions_total'])(
    'fails where %s says that the worker found its log damaged and cut it off, ready as it is',
    (metric) => {
      const judgedWith = (value: number) =>
        targets(
          evidence({
            facts: facts({
              worker: worker({ samples: [...worker().samples, { metric, labels: {}, value }] }),
            }),
          }),
        )
      expect(judgedWith(0).state).toBe('passed')
      expect(judgedWith(1)).toEqual({
        check: 'targets',
        state: 'failed',
        finding: { kind: 'log-repaired', at: worker().startTime },
      })
    },
  )
})

describe('what an exporter watches', () => {
  const DOWN = { job: 'openstack-exporter', metric: 'openstack_cinder_up', instance: 'cmp1' }
  const said = (changes: Partial<Evidence> = {}, down = [DOWN]) =>
    targets(evidence({ arrival: arrived({ services: { down } }), ...changes }))
  const finding = {
    kind: 'watched-down',
    services: [
      {
        exporter: 'openstack_exporter',
        container: 'prometheus_openstack_exporter',
        metric: 'openstack_cinder_up',
        evidence: '',
      },
    ],
    log: '',
  }

  it('is a warning where the exporter answers and says that it is down', () => {
    expect(said()).toEqual({ check: 'targets', state: 'warning', finding })
  })

  it('is waited for, and fails the node in the end, where the manifest has it as an error', () => {
    expect(said({ serviceDown: 'error' })).toEqual(waiting(finding))
  })

  it('is named by what was probed, where one exporter watches many things', () => {
    const probe = { ...DOWN, instance: 'http://10.0.0.254:5000' }
    expect(said({}, [probe]).finding).toMatchObject({ services: [{ target: 'http://10.0.0.254:5000' }] })
  })

  it('does not count under a job that the worker has no more', () => {
    expect(said({}, [{ ...DOWN, job: 'by-hand' }]).state).toBe('passed')
  })

  it('is not taken for up where Mimir does not say', () => {
    const queryError = { kind: 'mimir-silent', url: 'http://m', evidence: safeLine('timeout') } as const
    expect(targets(evidence({ arrival: arrived({ services: { queryError } }) }))).toEqual(waiting(queryError))
  })
})
