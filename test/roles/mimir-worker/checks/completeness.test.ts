import { describe, expect, it } from 'vitest'
import { arrival } from '../../../../roles/mimir-worker/checks/arrival.ts'
import { countedNode } from '../../../../roles/mimir-worker/checks/completeness.ts'
import { fleet } from '../../../../roles/mimir-worker/checks/duplicate-senders.ts'
import type { Completeness } from '../../../../roles/mimir-worker/mimir/completeness.ts'
import { safeLine } from '../../../../src/values/safe-text.ts'
import { complete, evidence, facts, VARS, worker } from '../sample.ts'

const { reloadedAt: loaded = 0 } = worker()
const NODE = 'openstack-node-exporter'
const judged = (completeness: Completeness | undefined) => arrival(evidence({ completeness })).finding

/** Scrapes of one job at these seconds after the configuration was loaded; those of all others are whole. */
function scraped(job: string, ...tracks: readonly (readonly number[])[]): Completeness {
  const whole = complete()
  if ('queryError' in whole) throw new Error('the sample is counted')
  const times = tracks.map((track) => track.map((at) => loaded + at))
  return { ...whole, scrapes: new Map([...whole.scrapes, [job, times]]) }
}

const series = (job: string, scrapedSeries: number | undefined, held: number): Completeness =>
  complete({
    series: new Map([
      ...VARS.jobs.map(({ name }) => [name, { scraped: 100, held: 100 }] as const),
      [job, { scraped: scrapedSeries, held }],
    ]),
  })

describe('all of it arrived', () => {
  it('only if it was counted', () => {
    expect(judged(undefined)).toEqual({ kind: 'series-uncounted' })
    const queryError = { kind: 'mimir-silent', url: 'http://m', evidence: safeLine('refused') } as const
    expect(judged({ queryError })).toEqual(queryError)
  })

  it.each([
    ['fewer than the worker kept', 100, 99, 'series-missing'],
    ['as many', 100, 100, 'good'],
    ['more, because some were replaced within the window', 100, 130, 'good'],
    ['some, and not the number of them', undefined, 130, 'series-missing'],
  ])('if the tenant holds of a job: %s', (_case, kept, held, kind) => {
    expect(judged(series(NODE, kept, held)).kind).toBe(kind)
  })

  it('in words of numbers, job by job', () => {
    expect(judged(series(NODE, 1530, 20))).toEqual({
      kind: 'series-missing',
      incomplete: [{ job: NODE, scraped: 1530, held: 20 }],
    })
    expect(judged(series(NODE, undefined, 7))).toEqual({
      kind: 'series-missing',
      incomplete: [{ job: NODE, held: 7 }],
    })
  })

  it('without a comparison of a job whose exporter has labels of its own, which win', () => {
    expect(judged(series('openstack-exporter', 100, 3)).kind).toBe('good')
  })

  it.each([
    ['each scrape', [2, 32, 62], 'good'],
    ['each scrape of a loaded node, which is late by seconds', [2, 36, 63], 'good'],
    ['one in the middle missing', [2, 62, 92], 'scrapes-missing'],
    ['the first one missing', [62, 92], 'scrapes-missing'],
    ['a first one that waited for its targets, which the worker looks for each 5 s', [39, 69], 'good'],
    ['what an earlier configuration sent, with a hole', [-200, -28, 2, 32], 'good'],
  ])('if the tenant has of a job scraped each 30 s: %s', (_case, times, kind) => {
    expect(judged(scraped(NODE, times)).kind).toBe(kind)
  })

  it('if what is scraped each 5 s was first scraped once the worker had its targets', () => {
    const interval = '5s'
    const jobs = VARS.jobs.map((job) => (job.name === NODE ? { ...job, interval } : job))
    const often = evidence({ completeness: scraped(NODE, [13, 18, 23]), vars: { ...VARS, jobs } })
    expect(arrival(often).finding.kind).toBe('good')
  })

  it('in words of how many scrapes are missing', () => {
    expect(judged(scraped(NODE, [2, 92, 122]))).toEqual({
      kind: 'scrapes-missing',
      incomplete: [{ job: NODE, missing: 2 }],
    })
  })

  it('only once the worker has sent itself twice: one scrape has no gap', () => {
    expect(judged(scraped('prometheus-worker', [2])).kind).toBe('series-uncounted')
    expect(judged(scraped(NODE, [2])).kind).toBe('good')
  })
})

describe('a second sender with the very same labels', () => {
  const sent = (...times: readonly number[]) => fleet(evidence({ completeness: scraped(NODE, times) }))

  it('shows as samples that come too soon', () => {
    expect(sent(2, 9, 32, 39, 62)).toEqual({
      check: 'fleet',
      state: 'waiting',
      finding: { kind: 'two-senders', processes: 2, jumps: 0, others: [], crowded: 2 },
    })
  })

  it('is not a clock that was set once', () => {
    expect(sent(2, 9, 39, 69).state).toBe('passed')
    expect(sent(2, 32, 62).state).toBe('passed')
  })

  it('is not what was sent before the configuration was loaded', () => {
    expect(sent(-28, -27, -26, 2, 32).state).toBe('passed')
  })
})

describe('the time since the configuration was loaded', () => {
  const since = { facts: facts({ now: loaded + 8 }), age: 3592 }

  it('goes on while the node is not observed again, for what is counted', () => {
    expect(countedNode(evidence(since))).toEqual({
      name: 'cmp1',
      jobs: VARS.jobs.map(({ name, interval }) => ({ name, interval: Number.parseInt(interval, 10) })),
      loadedFor: 3600,
    })
  })

  it('goes on for scrapes as well: none is missed of before those that are looked at', () => {
    const lately = VARS.jobs.map(({ name, interval }): [string, number[][]] => [
      name,
      [[2, 1, 0].map((count) => loaded + 3600 - count * Number.parseInt(interval, 10))],
    ])
    const completeness = complete({ scrapes: new Map(lately) })
    expect(arrival(evidence({ ...since, completeness })).finding.kind).toBe('good')
  })
})
