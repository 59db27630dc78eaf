import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Facts } from '../../../../roles/mimir-worker/node/facts.ts'
import { type Drain, drainOf } from '../../../../roles/mimir-worker/rollout/drain-state.ts'
import { type Counted, sender } from '../node/queue-sample.ts'
import { container, facts, worker } from '../sample.ts'

const DEADLINE = 30_000

/** What one look tells, so many milliseconds after the first; `before` is the first, where it was another. */
function drainOfLast(last: Facts, at = 0, before?: Facts): Drain {
  const observeNode = { at, facts: last }
  return drainOf(before === undefined ? observeNode : { at: 0, facts: before }, observeNode, DEADLINE)
}

/** A worker that runs for a hundred seconds and scraped a thousand samples a second. */
const sending = (more: Partial<Counted>): Facts => sender({ now: 1100, total: 100_000, ...more })

describe('a worker whose queue is nearly empty', () => {
  it('may be stopped, also while a batch is on its way', () => {
    expect(drainOfLast(sending({ queues: [{ sent: 1090, pending: 1274 }] }))).toEqual({ kind: 'drained' })
    expect(drainOfLast(sending({ queues: [{ sent: 1089, pending: 1274 }] }))).toMatchObject({
      kind: 'waiting',
    })
  })

  it('waits where more than a batch or two pile up within that time', () => {
    expect(drainOfLast(sending({ queues: [{ sent: 1099, pending: 5001 }] }))).toEqual({
      kind: 'waiting',
      samples: 5001,
      seconds: 30,
    })
  })

  it('may hold samples back for as long as its own configuration says', () => {
    const config = 'remote_write:\n- url: http://x\n  queue_config:\n    batch_send_deadline: 1m\n'
    expect(drainOfLast(sending({ config, queues: [{ sent: 1036 }] }))).toEqual({ kind: 'drained' })
    expect(drainOfLast(sending({ config, queues: [{ sent: 1034 }] }))).toMatchObject({ kind: 'waiting' })
  })

  it('is one that has sent nothing yet because it has only just been started', () => {
    expect(drainOfLast(sending({ start: 1091, queues: [{ sent: 0, pending: 666 }] }))).toEqual({
      kind: 'drained',
    })
  })
})

describe('a worker that has much to send', () => {
  it('counts what waits in its log as well, which its queue does not hold', () => {
    expect(drainOfLast(sending({ queues: [{ sent: 1040, pending: 13_273 }] }), 10_000)).toEqual({
      kind: 'waiting',
      samples: 60_000,
      seconds: 20,
    })
  })

  it('is stuck where nothing went through until the deadline', () => {
    const before = sending({ queues: [{ sent: 1040, pending: 9000 }] })
    const last = sending({ now: 1130, queues: [{ sent: 1040, pending: 13_000 }] })
    const lost = { samples: 69_231, lag: 90 }
    expect(drainOfLast(last, DEADLINE, before)).toEqual({
      kind: 'undrained',
      how: 'stuck',
      refused: true,
      ...lost,
    })
    expect(drainOfLast(last, DEADLINE - 1, before)).toMatchObject({ kind: 'waiting', seconds: 1 })
  })

  it('is slow where something did', () => {
    const before = sending({ queues: [{ sent: 1040 }] })
    const last = sending({ now: 1130, queues: [{ sent: 1041 }] })
    const found = { kind: 'undrained', how: 'slow', lag: 89, refused: false }
    expect(drainOfLast(last, DEADLINE, before)).toMatchObject(found)
  })

  it('is refused meanwhile where something had to be sent again', () => {
    const before = sending({ queues: [{ sent: 1040, retried: 4000 }] })
    const again = sending({ now: 1130, queues: [{ sent: 1041, retried: 4001 }] })
    expect(drainOfLast(again, DEADLINE, before)).toMatchObject({ how: 'slow', refused: true })
    const sent = sending({ now: 1130, queues: [{ sent: 1041, retried: 4000 }] })
    expect(drainOfLast(sent, DEADLINE, before)).toMatchObject({ how: 'slow', refused: false })
  })

  it('is not called stuck by one look alone', () => {
    expect(drainOfLast(sending({ queues: [{ sent: 1040 }] }), DEADLINE)).toMatchObject({ how: 'slow' })
  })

  it('waits for every queue, and is stuck where one of them is', () => {
    const queues = (sent: number) => [{ sent }, { name: 'other', sent: 1050 }]
    expect(drainOfLast(sending({ queues: queues(1099) }))).toMatchObject({ kind: 'waiting', samples: 50_000 })
    expect(
      drainOfLast(sending({ queues: queues(1060) }), DEADLINE, sending({ now: 1070, queues: queues(1040) })),
    ).toMatchObject({ kind: 'undrained', how: 'stuck', lag: 50 })
  })
})

describe('where there is nothing to wait for, a stop is not held up', () => {
  it.each<[string, Facts]>([
    ['the worker does not run', facts({ container: container({ status: 'restarting' }) })],
    ['there is none', facts({ container: undefined, worker: undefined })],
    ['it is silent', facts({ worker: worker({ connectionError: 'connection refused' }) })],
  ])('%s', (_case, found) => {
    expect(drainOfLast(found)).toEqual({ kind: 'nothing', samples: 0 })
  })

  it('a worker sends nowhere', () => {
    expect(drainOfLast(sending({ queues: [] }))).toEqual({ kind: 'drained' })
  })

  it('nothing was ever sent, and what was scraped is told', () => {
    expect(drainOfLast(sending({ queues: [{ sent: 0, pending: 13_000 }] }))).toEqual({
      kind: 'nothing',
      samples: 100_000,
    })
  })

  it('the log is torn, so that the worker reads no further', () => {
    const more = [{ metric: 'prometheus_tsdb_wal_writes_failed_total', labels: {}, value: 1 }]
    expect(drainOfLast(sending({ more, queues: [{ sent: 1040 }] }))).toEqual({
      kind: 'nothing',
      samples: 60_000,
    })
  })

  it('a queue that never sent anything does not hold up one that does', () => {
    const never = { name: 'other', sent: 0, pending: 13_000 }
    expect(drainOfLast(sending({ queues: [{ sent: 1099 }, never] }))).toEqual({
      kind: 'nothing',
      samples: 100_000,
    })
    expect(drainOfLast(sending({ queues: [{ sent: 1040 }, never] }))).toMatchObject({ kind: 'waiting' })
  })
})

describe('whatever a worker counts', () => {
  const number = fc.oneof(
    fc.double({ min: -1e15, max: 1e15 }),
    fc.nat(100_000),
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY),
  )
  const counted = fc.record({
    now: fc.nat(100_000),
    start: fc.nat(100_000),
    scraped: number,
    total: number,
    queues: fc.array(fc.record({ name: fc.constantFrom('a', 'b'), sent: number, pending: number }), {
      maxLength: 3,
    }),
  })

  it('the wait ends with the deadline, and no number in it is none', () => {
    fc.assert(
      fc.property(counted, counted, fc.nat(60_000), (one, other, at) => {
        const found = drainOf({ at: 0, facts: sender(one) }, { at, facts: sender(other) }, DEADLINE)
        const impossible = at < DEADLINE ? 'undrained' : 'waiting'
        expect(found.kind).not.toBe(impossible)
        const numbers: unknown[] = Object.values(found).filter((value) => typeof value === 'number')
        expect(numbers.filter((value) => !Number.isSafeInteger(value) || Number(value) < 0)).toEqual([])
      }),
    )
  })

  it('two queues that are very far behind are still a number', () => {
    const queues = ['a', 'b'].map((name) => ({ name, sent: 1, pending: Number.MAX_SAFE_INTEGER }))
    expect(drainOfLast(sending({ queues }))).toMatchObject({ samples: Number.MAX_SAFE_INTEGER })
  })

  it('more that waits is never a reason to stop sooner', () => {
    const small = fc.nat(1000)
    fc.assert(
      fc.property(small, small, small, fc.nat(10_000), (lag, more, pending, waits) => {
        const queue = (lags: number, holds: number) =>
          drainOfLast(sending({ now: 3000, queues: [{ sent: 3000 - lags, pending: holds }] }))
        const [less, worse] = [queue(lag, pending), queue(lag + more, pending + waits)]
        expect(less.kind === 'waiting' && worse.kind === 'drained').toBe(false)
      }),
    )
  })
})
