import { describe, expect, it } from 'vitest'
import type { ExporterProbe } from '../../../../roles/mimir-worker/prechecks/exporter-probes.ts'
import {
  type Demand,
  demandsOf,
  exceededLimits,
  limitsPrecheck,
} from '../../../../roles/mimir-worker/prechecks/limits.ts'
import type { Filter } from '../../../../roles/mimir-worker/worker/vars.ts'
import { failed, success } from '../../../../src/model/result.ts'
import { safeLine } from '../../../../src/values/safe-text.ts'
import { inspection } from './sample-inspection.ts'

const COUNTS = new Map([
  ['node_cpu_seconds_total', 64],
  ['node_load1', 1],
  ['go_goroutines', 1],
])

const PROBE: ExporterProbe = {
  name: 'node_exporter',
  exporter: 'node_exporter',
  container: 'prometheus_node_exporter',
  port: 9100,
  expected: '10.0.0.11:9100',
  url: 'http://10.0.0.11:9100/metrics',
  found: undefined,
  family: 'node_uname_info',
  seconds: 10,
  interval: '10s',
  once: false,
  login: undefined,
}

function demands(filter?: Partial<Filter>, changes: Partial<ExporterProbe> = {}): Demand[] {
  const probe: ExporterProbe = {
    ...PROBE,
    ...(filter === undefined ? {} : { filter: { drop: [], dropLabels: [], ownNode: false, ...filter } }),
    ...changes,
  }
  const answer = { status: 200, headers: '', body: safeLine(''), seconds: 1 }
  const target = { answer, series: 66, family: 1, counts: COUNTS, down: [], words: '' }
  return demandsOf([probe], inspection({ targets: new Map([[probe.name, target]]) }))
}

const seriesOf = (filter?: Partial<Filter>) => [...(demands(filter)[0]?.series.keys() ?? [])]

describe('what an exporter brings to Mimir', () => {
  it('is its series and what Prometheus adds to each scrape, at its interval', () => {
    expect(demands()).toMatchObject([{ rate: 7.1 }])
    expect(demands(undefined, { once: true })).toMatchObject([{ onceAs: 'node_exporter' }])
  })

  it('is only what the filter keeps, and nothing that is not sure to be kept', () => {
    expect(seriesOf({ drop: ['go_.+'] })).not.toContain('go_goroutines')
    expect(seriesOf({ keep: ['node_.+'], drop: ['node_load1'] }).slice(0, 2)).toEqual([
      'node_cpu_seconds_total',
      'up',
    ])
    expect(seriesOf({ drop: ['(?i)go'] })).not.toContain('node_load1')
  })

  it('is nothing where it did not answer', () => {
    expect(demandsOf([PROBE], inspection())).toEqual([])
  })
})

describe('the limits of a tenant', () => {
  const three = [...demands(), ...demands(), ...demands()]

  it('are exceeded by what all nodes bring together', () => {
    const limits = { max_global_series_per_user: 200, max_global_series_per_metric: 100, ingestion_rate: 20 }
    expect(exceededLimits(three, limits)).toEqual([
      { limit: 'max_global_series_per_user', needed: 213, allowed: 200 },
      {
        limit: 'max_global_series_per_metric',
        needed: 192,
        metric: 'node_cpu_seconds_total',
        allowed: 100,
      },
      { limit: 'ingestion_rate', needed: 21, allowed: 20 },
    ])
  })

  it('are not exceeded where they are not there, or as large as is needed', () => {
    expect(exceededLimits(three, {})).toEqual([])
    expect(exceededLimits(three, { max_global_series_per_user: 213 })).toEqual([])
  })

  it('have what one node scrapes for all counted once', () => {
    const once = demands(undefined, { once: true })
    expect(exceededLimits([...once, ...once, ...once], { max_global_series_per_user: 71 })).toEqual([])
  })

  it('are a red precheck where they are exceeded, and green with the numbers where they are not', () => {
    expect(limitsPrecheck('openstack', three, success({ ingestion_rate: 20 }))).toMatchObject({
      state: 'failed',
      finding: { kind: 'limits-exceeded', tenant: 'openstack', exceeded: [{ limit: 'ingestion_rate' }] },
    })
    expect(limitsPrecheck('openstack', three, success({ ingestion_rate: 10_000 }))).toMatchObject({
      state: 'passed',
      finding: {
        kind: 'good',
        facts: [{ name: 'series', value: '213' }, { value: '22' }, { value: '10000' }],
      },
    })
  })

  it('are neither where Mimir does not say', () => {
    const refused = { kind: 'mimir-refused', url: 'http://m/api/v1/user_limits', status: 404 } as const
    const answer = failed({ ...refused, evidence: safeLine('404 page not found') })
    expect(limitsPrecheck('openstack', three, answer)).toMatchObject({
      state: 'skipped',
      finding: { kind: 'limits-unknown', url: refused.url },
    })
  })
})
