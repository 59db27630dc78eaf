import { describe, expect, it } from 'vitest'
import type { CountedNode } from '../../../../roles/mimir-worker/mimir/completeness.ts'
import {
  countQuery,
  readCounts,
  readScrapes,
  scrapesQuery,
} from '../../../../roles/mimir-worker/mimir/completeness-queries.ts'
import type { VectorRow } from '../../../../src/mimir/mimir.ts'

const node = (name: string, loadedFor = 86_400): CountedNode => ({
  name,
  jobs: [
    { name: 'openstack-node-exporter', interval: 30 },
    { name: 'openstack-cadvisor', interval: 60 },
  ],
  loadedFor,
})
const ADDED =
  '__name__!~"up|scrape_duration_seconds|scrape_samples_scraped|scrape_samples_post_metric_relabeling|scrape_series_added|scrape_timeout_seconds|scrape_sample_limit|scrape_body_size_bytes"'
const part = (job: string, range: string): string =>
  `label_replace(count by (node, job, cluster) (last_over_time({node=~"cmp1|cmp2",job=~"${job}",${ADDED}}[${range}])), "about", "held", "", "") or ` +
  `label_replace(sum by (node, job, cluster) (last_over_time(scrape_samples_post_metric_relabeling{node=~"cmp1|cmp2",job=~"${job}"}[${range}])), "about", "scraped", "", "")`
const row = (value: number, labels: VectorRow['labels']): VectorRow => ({ labels, value })

describe('the count of series', () => {
  it('is one query for many nodes, which looks back as far as each interval needs', () => {
    expect(countQuery([node('cmp1'), node('cmp2')])).toBe(
      [part('openstack-node-exporter', '155s'), part('openstack-cadvisor', '215s')].join(' or '),
    )
  })

  it('looks at nothing of before the youngest configuration', () => {
    expect(countQuery([node('cmp1'), node('cmp2', 42.7)])).toBe(
      [part('openstack-node-exporter', '42s'), part('openstack-cadvisor', '42s')].join(' or '),
    )
    expect(countQuery([node('cmp1', 0)])).toContain('[1s]')
  })

  it('tells another cloud with a node of that name from an exporter with a label of that name', () => {
    const of = (cluster: string | undefined, about: string, value: number): VectorRow =>
      row(value, { node: 'ctl1', job: 'es', about, ...(cluster === undefined ? {} : { cluster }) })
    const rows = [
      of('seoul', 'held', 10),
      of('seoul', 'scraped', 50),
      of('kolla_logging', 'held', 40),
      of('busan', 'held', 70),
      of('busan', 'scraped', 70),
    ]
    expect(readCounts(rows, 'seoul').get('ctl1')?.get('es')).toEqual({ scraped: 50, held: 50 })
    expect(readCounts(rows, 'jeju').get('ctl1')?.get('es')).toEqual({ scraped: undefined, held: 40 })
  })
})

describe('the times of scrapes', () => {
  it('are all samples of up lately, by interval', () => {
    const query = { tenant: 't', cluster: 'seoul', nodes: [node('cmp1')] }
    expect(scrapesQuery(query, 30)).toBe(
      'up{cluster="seoul",node=~"cmp1",job=~"openstack-node-exporter"}[150s]',
    )
    expect(scrapesQuery(query, 60)).toBe('up{cluster="seoul",node=~"cmp1",job=~"openstack-cadvisor"}[285s]')
  })

  it('are kept apart by target', () => {
    const track = (instance: string, ...times: readonly number[]) => ({
      labels: { node: 'cmp1', job: 'probe', instance },
      samples: times.map((at) => [at, 1] as const),
    })
    expect(
      readScrapes([track('a', 1, 31), track('b', 7)])
        .get('cmp1')
        ?.get('probe'),
    ).toEqual([[1, 31], [7]])
  })
})
