import { describe, expect, it } from 'vitest'
import { type ArrivalQuery, queryMimir } from '../../../../roles/mimir-worker/mimir/arrival-queries.ts'
import type { Mimir, MimirQueryError, VectorRow } from '../../../../src/mimir/mimir.ts'
import { failed, type Result, success } from '../../../../src/model/result.ts'
import { safeLine } from '../../../../src/values/safe-text.ts'

const QUESTION: ArrivalQuery = {
  tenant: 'openstack',
  otherTenant: 'another',
  window: 90,
  round: 65,
  cluster: 'seoul "1"',
  sentinels: [
    { job: 'prometheus-worker', metric: 'process_start_time_seconds' },
    { job: 'openstack-mysqld-exporter', metric: 'mysql_up' },
    { job: 'openstack-cadvisor', metric: 'container_last_seen' },
  ],
  upMetrics: [
    { job: 'openstack-mysqld-exporter', metrics: 'mysql_up' },
    { job: 'openstack-exporter', metrics: 'openstack_.+_up' },
  ],
}

const STARTS = 'max by (node) (process_start_time_seconds{cluster="seoul \\"1\\"",job="prometheus-worker"})'
const RELOADS =
  'max by (node) (prometheus_config_last_reload_success_timestamp_seconds{cluster="seoul \\"1\\"",job="prometheus-worker"})'
const WITNESSES =
  'max by (node, job) (timestamp(process_start_time_seconds{cluster="seoul \\"1\\"",job="prometheus-worker"}))' +
  ' or max by (node, job) (timestamp(mysql_up{cluster="seoul \\"1\\"",job="openstack-mysqld-exporter"}))' +
  ' or max by (node, job) (timestamp(container_last_seen{cluster="seoul \\"1\\"",job="openstack-cadvisor",id="/"}))'

const SELF = 'process_start_time_seconds{cluster="seoul \\"1\\"",job="prometheus-worker"}[90s]'
const SENDERS =
  `label_replace(count by (node) (count_values by (node) ("start", last_over_time(${SELF}))), "about", "processes", "node", ".*")` +
  ` or label_replace(max by (node) (resets(${SELF})), "about", "jumps", "node", ".*")` +
  ` or label_replace(min by (node) (min_over_time(${SELF})), "about", "oldest", "node", ".*")` +
  ` or label_replace(max by (node) (max_over_time(${SELF})), "about", "newest", "node", ".*")`

const FAILED =
  'prometheus_remote_storage_samples_failed_total{cluster="seoul \\"1\\"",job="prometheus-worker"}[65s]'
const REFUSED =
  `label_replace(sum by (node) (increase(${FAILED})), "about", "grown", "", "")` +
  ` or label_replace(sum by (node) (last_over_time(${FAILED})), "about", "latest", "", "")`
const DOWN =
  '{__name__=~"mysql_up",cluster="seoul \\"1\\"",job="openstack-mysqld-exporter"} == 0' +
  ' or {__name__=~"openstack_.+_up",cluster="seoul \\"1\\"",job="openstack-exporter"} == 0'

const TROUBLE: MimirQueryError = {
  kind: 'mimir-refused',
  url: 'http://m',
  status: 429,
  evidence: safeLine('slow down'),
}

type Answers = Readonly<Record<string, Result<VectorRow[], MimirQueryError>>>

const row = (value: number, labels: VectorRow['labels']): VectorRow => ({ labels, value })

/** Answers the expressions it was told, to the other tenant what `others` says, and throws on any other. */
function mimir(
  answers: Answers,
  others: Result<VectorRow[], MimirQueryError> = success([]),
): { mimir: Mimir; asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    mimir: async (tenant, expression) => {
      asked.push(`${tenant}: ${expression}`)
      const answer = tenant === 'openstack' ? answers[expression] : others
      if (answer === undefined) throw new Error(`not told: ${expression}`)
      return Promise.resolve(answer)
    },
  }
}

const never = new AbortController().signal
const empty: Answers = {
  [STARTS]: success([]),
  [RELOADS]: success([]),
  [WITNESSES]: success([]),
  [SENDERS]: success([]),
  [REFUSED]: success([]),
  [DOWN]: success([]),
}

describe('one round of questions to Mimir', () => {
  it('is six queries as the tenant and then one as another, and tells a thousand nodes apart', async () => {
    const nodes = ['ctl1', 'cmp1', ...Array.from({ length: 998 }, (_, index) => `n${index}`)]
    const { mimir: ask, asked } = mimir({
      [STARTS]: success(nodes.map((node, index) => row(100 + index, { node }))),
      [RELOADS]: success([row(7, { node: 'cmp1' })]),
      [SENDERS]: success([
        row(1, { node: 'cmp1', about: 'processes' }),
        row(0, { node: 'cmp1', about: 'jumps' }),
        row(100, { node: 'cmp1', about: 'oldest' }),
        row(101, { node: 'cmp1', about: 'newest' }),
      ]),
      [REFUSED]: success([
        row(0, { node: 'cmp1', about: 'grown' }),
        row(7, { node: 'cmp1', about: 'latest' }),
      ]),
      [DOWN]: success([]),
      [WITNESSES]: success([
        row(11, { node: 'ctl1', job: 'openstack-mysqld-exporter' }),
        row(12, { node: 'ctl1', job: 'prometheus-worker' }),
        row(13, { node: 'cmp1', job: 'prometheus-worker' }),
      ]),
    })
    const of = await queryMimir(ask, QUESTION, never)
    expect(asked).toEqual([
      ...[STARTS, RELOADS, WITNESSES, SENDERS, REFUSED, DOWN].map((expression) => `openstack: ${expression}`),
      `another: ${STARTS}`,
    ])
    expect(of('ctl1')).toEqual({
      processStart: 100,
      reloadedAt: undefined,
      sentinels: new Map([
        ['openstack-mysqld-exporter', 11],
        ['prometheus-worker', 12],
      ]),
      senders: { processes: 0, jumps: 0, starts: [] },
      services: { down: [] },
      control: { tenant: 'another', processStart: undefined },
    })
    expect(of('cmp1')).toMatchObject({
      processStart: 101,
      reloadedAt: 7,
      senders: { processes: 1, jumps: 0, starts: [100, 101] },
      refusals: { grown: 0, latest: 7, window: 65 },
    })
    expect(of('elsewhere')).toMatchObject({ processStart: undefined, sentinels: new Map() })
  })

  it.each([STARTS, RELOADS, WITNESSES])(
    'is trouble for every node where one query is refused: %s',
    async (expression) => {
      const of = await queryMimir(mimir({ ...empty, [expression]: failed(TROUBLE) }).mimir, QUESTION, never)
      expect([of('ctl1'), of('cmp1')]).toEqual([{ queryError: TROUBLE }, { queryError: TROUBLE }])
    },
  )

  it('takes a value that is no time for none, so that one node cannot spoil the round', async () => {
    const { mimir: ask } = mimir({
      ...empty,
      [STARTS]: success([
        row(Number.NaN, { node: 'cmp1' }),
        row(1e300, { node: 'cmp2' }),
        row(5, { node: 'cmp3' }),
      ]),
    })
    const of = await queryMimir(ask, QUESTION, never)
    expect(['cmp1', 'cmp2', 'cmp3'].map((node) => of(node))).toMatchObject([
      { processStart: undefined },
      { processStart: undefined },
      { processStart: 5 },
    ])
  })

  it('tells what another tenant sees of each node, and what it was refused', async () => {
    const seen = await queryMimir(mimir(empty, success([row(100, { node: 'cmp1' })])).mimir, QUESTION, never)
    expect(seen('cmp1')).toMatchObject({ control: { tenant: 'another', processStart: 100 } })
    expect(seen('cmp2')).toMatchObject({ control: { tenant: 'another', processStart: undefined } })
    const refused = await queryMimir(mimir(empty, failed(TROUBLE)).mimir, QUESTION, never)
    expect(refused('cmp1')).toMatchObject({ control: { tenant: 'another', queryError: TROUBLE } })
  })

  it('asks no other tenant where the operator forbade it', async () => {
    const { mimir: ask, asked } = mimir(empty)
    const of = await queryMimir(ask, { ...QUESTION, otherTenant: undefined }, never)
    expect(asked).toHaveLength(6)
    expect(of('cmp1')).toMatchObject({ control: undefined })
  })

  it('keeps apart that the senders could not be told from what else was', async () => {
    const of = await queryMimir(mimir({ ...empty, [SENDERS]: failed(TROUBLE) }).mimir, QUESTION, never)
    expect(of('cmp1')).toMatchObject({ processStart: undefined, senders: { queryError: TROUBLE } })
  })

  it('tells what exporters say to be down, node by node', async () => {
    const down = { job: 'openstack-mysqld-exporter', instance: 'ctl1', __name__: 'mysql_up' }
    const { mimir: ask } = mimir({ ...empty, [DOWN]: success([row(0, { ...down, node: 'ctl1' })]) })
    const of = await queryMimir(ask, QUESTION, never)
    expect(of('ctl1')).toMatchObject({
      services: { down: [{ job: 'openstack-mysqld-exporter', metric: 'mysql_up', instance: 'ctl1' }] },
    })
    expect(of('cmp1')).toMatchObject({ services: { down: [] } })
  })

  it('asks nothing about services where no exporter watches any', async () => {
    const { mimir: ask, asked } = mimir(empty)
    const of = await queryMimir(ask, { ...QUESTION, upMetrics: [] }, never)
    expect(asked).toHaveLength(6)
    expect(of('ctl1')).toMatchObject({ services: { down: [] } })
  })
})
