import { describe, expect, it } from 'vitest'
import { sending } from '../../../../roles/mimir-worker/checks/sending.ts'
import type { FactSample, Facts } from '../../../../roles/mimir-worker/node/facts.ts'
import type { Pace } from '../../../../roles/mimir-worker/node/pace.ts'
import { arrived, evidence, facts, VARS, worker } from '../sample.ts'

const URL = { remote_name: 'mimir', url: VARS.pushUrl }

interface Counters {
  readonly failed?: number
  readonly total?: number
  readonly sent?: number | undefined
  readonly scraped?: number | undefined
  readonly queued?: number
  readonly pending?: number
  readonly retried?: number
  readonly desired?: number
}

function samples(counters: Counters): FactSample[] {
  const { failed = 0, total = 900, pending = 0, retried = 0, desired = 1 } = counters
  const values: [string, number | undefined, FactSample['labels']][] = [
    ['samples_failed_total', failed, URL],
    ['samples_total', total, URL],
    ['samples_pending', pending, URL],
    ['samples_retried_total', retried, URL],
    ['shards_desired', desired, URL],
    ['shards_max', 10, URL],
    ['queue_highest_sent_timestamp_seconds', 'sent' in counters ? counters.sent : 1000, URL],
    ['queue_highest_timestamp_seconds', counters.queued, URL],
    ['highest_timestamp_in_seconds', 'scraped' in counters ? counters.scraped : 1000, {}],
  ]
  return values.flatMap(([metric, value, labels]) =>
    value === undefined ? [] : [{ metric: `prometheus_remote_storage_${metric}`, labels, value }],
  )
}

const seen = (counters: Counters, startTime = 1): Facts =>
  facts({ worker: worker({ startTime, samples: samples(counters) }) })
const judged = (counters: Counters, previous?: Facts) =>
  sending(evidence({ facts: seen(counters), previous }))
const waiting = (finding: object) => ({ check: 'sending', state: 'waiting', finding })

describe('the sending check', () => {
  it('passes a worker that sends all of what it scrapes', () => {
    expect(judged({ sent: 1000, scraped: 1015 })).toEqual({
      check: 'sending',
      state: 'passed',
      finding: {
        kind: 'good',
        facts: [
          { name: 'failed', value: '0' },
          { name: 'lag', value: '15s' },
        ],
      },
    })
  })

  it.each([
    ['the series is absent, as while nothing was ever taken', undefined],
    ['it stands at zero, as at the start', 0],
  ])('waits where nothing was sent: %s', (_case, sent) => {
    expect(judged({ sent, pending: 666, retried: 40 })).toEqual(
      waiting({ kind: 'nothing-sent', pending: 666, retried: 40 }),
    )
  })

  it('waits, at the first look, where samples were refused, although time stamps move on', () => {
    expect(judged({ failed: 561, total: 561 })).toEqual(
      waiting({ kind: 'samples-failed', failed: 561, total: 561 }),
    )
  })

  /** The longest interval, its sending, and an answer. */
  const ROUND = 70
  const ago = (counters: Counters, seconds = ROUND): Facts => ({
    ...seen(counters),
    now: facts().now - seconds,
  })

  it('passes failures that did not become more while every job was scraped and sent once more', () => {
    const before = { failed: 561, total: 700, sent: 990 }
    const now = { failed: 561, total: 900, sent: 1000 }
    expect(judged(now, ago(before)).state).toBe('passed')
    expect(judged(now, ago(before, ROUND - 1))).toEqual(
      waiting({ kind: 'samples-failed', failed: 561, total: 900 }),
    )
  })

  it.each([
    ['none was added for a round', { grown: 0, latest: 561, window: 70 }, 3600, 'passed'],
    ['some were', { grown: 3, latest: 561, window: 70 }, 3600, 'waiting'],
    ['the node has more by now', { grown: 0, latest: 560, window: 70 }, 3600, 'waiting'],
    ['it was not so for a round', { grown: 0, latest: 561, window: 70 }, 69, 'waiting'],
  ])('takes the tenant at its word about earlier refusals: %s', (_case, refusals, loaded, state) => {
    const answers = worker({ samples: samples({ failed: 561 }), reloadedAt: facts().now - loaded })
    const looked = { facts: facts({ worker: answers }), arrival: arrived({ refusals }) }
    expect(sending(evidence(looked)).state).toBe(state)
  })

  it('counts only what was refused since the look before', () => {
    expect(judged({ failed: 565, total: 900 }, seen({ failed: 561, total: 700 }))).toEqual(
      waiting({ kind: 'samples-failed', failed: 4, total: 200 }),
    )
  })

  it('takes no look at an earlier process for the look before', () => {
    expect(judged({ failed: 5, total: 50 }, seen({ failed: 900, total: 900 }, 0.5))).toEqual(
      waiting({ kind: 'samples-failed', failed: 5, total: 50 }),
    )
  })

  it('forgives refusals only once a later batch was answered', () => {
    const before = ago({ failed: 561, total: 561, sent: 990 })
    expect(judged({ failed: 561, total: 561, sent: 990 }, before)).toEqual(
      waiting({ kind: 'samples-failed', failed: 561, total: 561 }),
    )
    expect(judged({ failed: 561, total: 700, sent: 1000 }, before).state).toBe('passed')
  })

  it('does not take a batch that is still under way for one that was taken', () => {
    expect(
      judged({ failed: 561, total: 700, sent: 990 }, seen({ failed: 561, total: 561, sent: 990 })),
    ).toEqual(waiting({ kind: 'samples-failed', failed: 561, total: 700 }))
  })

  it('takes a queue that was set up anew by a reload for one without a past', () => {
    expect(judged({ failed: 5, total: 50 }, seen({ failed: 900, total: 900 }))).toEqual(
      waiting({ kind: 'samples-failed', failed: 5, total: 50 }),
    )
  })

  const pace = (before: Partial<Pace>): Pace => ({
    at: facts().now - 35,
    start: 1,
    lag: 0,
    pending: 0,
    ...before,
  })
  const paced = (counters: Counters, ...paces: readonly Pace[]) =>
    sending(evidence({ facts: seen(counters), paces }))

  it('waits where samples pile up from one cycle to the next', () => {
    expect(paced({ pending: 9000 }, pace({ pending: 6000 }))).toEqual(
      waiting({ kind: 'backlog', pending: 9000, before: 6000 }),
    )
    expect(paced({ pending: 6000 }, pace({ pending: 6000 })).state).toBe('passed')
    expect(paced({ pending: 4000 }, pace({})).state).toBe('passed')
    expect(paced({ pending: 9000 }, pace({ at: facts().now - 34 })).state).toBe('passed')
  })

  it('waits where more shards are wanted than allowed', () => {
    expect(judged({ desired: 10.4 })).toEqual(waiting({ kind: 'saturated', desired: 11, max: 10 }))
    expect(judged({ desired: 10 }).state).toBe('passed')
  })

  it.each(['http://user:xxxxx@10.0.0.5:9009/api/v1/push', `${VARS.pushUrl}/`])(
    'knows its queue by its url, however that is written: %s',
    (url) => {
      const written = samples({}).map((one) => ({ ...one, labels: { ...one.labels, url } }))
      expect(sending(evidence({ facts: facts({ worker: worker({ samples: written }) }) })).state).toBe(
        'passed',
      )
    },
  )

  it('judges our queue only', () => {
    const other = samples({ failed: 9, sent: undefined }).map((one) => ({
      ...one,
      labels: { url: 'http://old/' },
    }))
    const answers = worker({ samples: [...samples({}), ...other] })
    expect(sending(evidence({ facts: facts({ worker: answers }) })).state).toBe('passed')
    expect(sending(evidence({ facts: facts({ worker: worker({ samples: other }) }) }))).toMatchObject({
      state: 'waiting',
      finding: { kind: 'nothing-sent' },
    })
  })

  it('waits for a queue that lags more than two minutes behind', () => {
    expect(paced({ sent: 1000, scraped: 1120 }, pace({ lag: 120 })).state).toBe('passed')
    expect(paced({ sent: 1000, scraped: 1120.6 }, pace({ lag: 130 }))).toEqual(
      waiting({ kind: 'lagging', seconds: 121 }),
    )
  })

  it.each([
    ['nothing says whether it becomes more', [], 'waiting'],
    ['it becomes more', [pace({ lag: 20 })], 'waiting'],
    ['it stays, as with a slow Mimir', [pace({ lag: 39 })], 'passed'],
    ['it becomes less', [pace({ lag: 90 })], 'passed'],
    ['the look before is of another process', [pace({ lag: 90, start: 0.5 })], 'waiting'],
    ['the look before is too near', [pace({ lag: 90, at: facts().now - 34 })], 'waiting'],
  ])('of a queue that is 40 s behind: %s', (_case, paces, state) => {
    expect(paced({ sent: 1000, scraped: 1040 }, ...paces).state).toBe(state)
  })

  it('believes what the queue itself knows to be scraped, where it says so', () => {
    expect(judged({ sent: 1000, scraped: 2000, queued: 1001 }).state).toBe('passed')
    expect(judged({ sent: 1000, scraped: undefined, queued: 1121 })).toEqual(
      waiting({ kind: 'lagging', seconds: 121 }),
    )
  })

  it('does not call a queue late where it is not told what was scraped', () => {
    expect(judged({ scraped: undefined }).state).toBe('passed')
  })
})
