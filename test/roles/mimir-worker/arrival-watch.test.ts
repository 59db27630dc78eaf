import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  type Arrival,
  type ArrivalQuestion,
  arrivalWatch,
  askArrival,
} from '../../../roles/mimir-worker/arrival-watch.ts'
import type { Master, MasterTrouble, Row } from '../../../src/master/master.ts'
import { failed, type Result, success } from '../../../src/model/result.ts'
import { safeLine } from '../../../src/model/safe-text.ts'

const QUESTION: ArrivalQuestion = {
  tenant: 'openstack',
  cluster: 'seoul "1"',
  witnesses: [
    { job: 'prometheus-worker', metric: 'process_start_time_seconds' },
    { job: 'openstack-mysqld-exporter', metric: 'mysql_up' },
  ],
}

const STARTS = 'max by (node) (process_start_time_seconds{cluster="seoul \\"1\\"",job="prometheus-worker"})'
const RELOADS =
  'max by (node) (prometheus_config_last_reload_success_timestamp_seconds{cluster="seoul \\"1\\"",job="prometheus-worker"})'
const WITNESSES =
  'max by (node, job) (timestamp(process_start_time_seconds{cluster="seoul \\"1\\"",job="prometheus-worker"}))' +
  ' or max by (node, job) (timestamp(mysql_up{cluster="seoul \\"1\\"",job="openstack-mysqld-exporter"}))'

const TROUBLE: MasterTrouble = {
  kind: 'master-refused',
  url: 'http://m',
  status: 429,
  evidence: safeLine('slow down'),
}

type Answers = Readonly<Record<string, Result<Row[], MasterTrouble>>>

const row = (value: number, labels: Row['labels']): Row => ({ labels, value })

/** Answers the expressions it was told, and throws on any other. */
function master(answers: Answers): { master: Master; asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    master: async (tenant, expression) => {
      asked.push(`${tenant}: ${expression}`)
      const answer = answers[expression]
      if (answer === undefined) throw new Error(`not told: ${expression}`)
      return Promise.resolve(answer)
    },
  }
}

const never = new AbortController().signal
const empty: Answers = { [STARTS]: success([]), [RELOADS]: success([]), [WITNESSES]: success([]) }

describe('one round of questions to the master', () => {
  it('is three queries as the tenant, and tells the nodes apart', async () => {
    const nodes = ['ctl1', 'cmp1', ...Array.from({ length: 998 }, (_, index) => `n${index}`)]
    const { master: ask, asked } = master({
      [STARTS]: success(nodes.map((node, index) => row(100 + index, { node }))),
      [RELOADS]: success([row(7, { node: 'cmp1' })]),
      [WITNESSES]: success([
        row(11, { node: 'ctl1', job: 'openstack-mysqld-exporter' }),
        row(12, { node: 'ctl1', job: 'prometheus-worker' }),
        row(13, { node: 'cmp1', job: 'prometheus-worker' }),
      ]),
    })
    const of = await askArrival(ask, QUESTION, never)
    expect(asked).toEqual([STARTS, RELOADS, WITNESSES].map((expression) => `openstack: ${expression}`))
    expect(of('ctl1')).toEqual({
      processStart: 100,
      reloadedAt: undefined,
      witnesses: new Map([
        ['openstack-mysqld-exporter', 11],
        ['prometheus-worker', 12],
      ]),
    })
    expect(of('cmp1')).toMatchObject({ processStart: 101, reloadedAt: 7 })
    expect(of('elsewhere')).toEqual({ processStart: undefined, reloadedAt: undefined, witnesses: new Map() })
  })

  it.each([STARTS, RELOADS, WITNESSES])(
    'is trouble for every node where one query is refused: %s',
    async (expression) => {
      const of = await askArrival(master({ ...empty, [expression]: failed(TROUBLE) }).master, QUESTION, never)
      expect([of('ctl1'), of('cmp1')]).toEqual([{ trouble: TROUBLE }, { trouble: TROUBLE }])
    },
  )

  it('takes a value that is no time for none, so that one node cannot spoil the round', async () => {
    const { master: ask } = master({
      ...empty,
      [STARTS]: success([
        row(Number.NaN, { node: 'cmp1' }),
        row(1e300, { node: 'cmp2' }),
        row(5, { node: 'cmp3' }),
      ]),
    })
    const of = await askArrival(ask, QUESTION, never)
    expect(['cmp1', 'cmp2', 'cmp3'].map((node) => of(node))).toMatchObject([
      { processStart: undefined },
      { processStart: undefined },
      { processStart: 5 },
    ])
  })
})

type AskOnce = () => Promise<(node: string) => Arrival>

const silent = (node: string): Arrival => ({
  trouble: { kind: 'master-silent', url: node, evidence: safeLine('') },
})

describe('the watch for arrivals', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('asks once for however many nodes wait, and again only after the interval', async () => {
    const ask = vi.fn<AskOnce>(async () => Promise.resolve(silent))
    const watch = arrivalWatch(ask, 2000)
    await Promise.all(Array.from({ length: 500 }, async (_, index) => watch(`n${index}`)))
    await vi.advanceTimersByTimeAsync(1999)
    expect(await watch('cmp1')).toEqual(silent('cmp1'))
    expect(ask).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(1)
    await Promise.all([watch('cmp1'), watch('cmp2')])
    expect(ask).toHaveBeenCalledTimes(2)
  })

  it('does not ask a slow master again before it has answered', async () => {
    const ask = vi.fn<AskOnce>(
      async () => new Promise<typeof silent>((resolve) => setTimeout(() => resolve(silent), 10_000)),
    )
    const watch = arrivalWatch(ask, 2000)
    const first = watch('cmp1')
    await vi.advanceTimersByTimeAsync(9999)
    const second = watch('cmp2')
    expect(ask).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(await Promise.all([first, second])).toEqual([silent('cmp1'), silent('cmp2')])
    void watch('cmp1')
    expect(ask).toHaveBeenCalledTimes(2)
  })
})
