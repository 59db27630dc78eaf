import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { glanceAt } from './glance.ts'
import { type SampleSeries, writeRequest } from './sample-push.ts'
import { seriesFault } from './series-rules.ts'
import { readWriteRequest } from './write-request.ts'

const NOW = Date.UTC(2026, 0, 1)

const up = (labels: Record<string, string>, ...times: readonly number[]): SampleSeries => ({
  labels: { __name__: 'up', ...labels },
  samples: (times.length === 0 ? [NOW] : times).map((time) => [time, 1]),
})

describe('a glance at a push', () => {
  it('tells how many samples it has, and of each series the oldest and the newest', () => {
    const message = writeRequest([up({ node: 'cmp1' }, NOW - 2000, NOW - 1000, NOW), up({ node: 'cmp2' })])
    const [cmp1, cmp2] = ['cmp1', 'cmp2'].map((name): unknown => expect.stringContaining(name))
    expect(glanceAt(message, NOW)).toEqual({
      samples: 4,
      series: [
        { key: cmp1, oldest: NOW - 2000, newest: NOW },
        { key: cmp2, oldest: NOW, newest: NOW },
      ],
    })
  })

  it('tells series apart by the same key as reading does', () => {
    const message = writeRequest([up({ node: 'cmp1' }), up({ node: 'cmp1', role: 'ö' })])
    const keys = readWriteRequest(message).series.map(({ key }) => key)
    expect(glanceAt(message, NOW)?.series.map(({ key }) => key)).toEqual(keys)
    expect(new Set(keys).size).toBe(2)
  })

  it.each<[string, Uint8Array]>([
    ['metadata', writeRequest([], [{ metric: 'up', type: 'gauge', help: 'Up.', unit: '' }])],
    ['a series without a name', writeRequest([{ labels: { node: 'cmp1' }, samples: [[NOW, 1]] }])],
    ['a name that is none', writeRequest([{ labels: { __name__: 'u-p' }, samples: [[NOW, 1]] }])],
    ['a label whose name is none', writeRequest([up({ 'no-de': 'cmp1' })])],
    ['a label whose name begins with a digit', writeRequest([up({ '1node': 'cmp1' })])],
    ['labels out of order', writeRequest([up({ node: 'cmp1', instance: 'cmp1' })])],
    ['a value that is too long', writeRequest([up({ node: 'ö'.repeat(2049) })])],
    ['a name that is too long', writeRequest([up({ ['n'.repeat(1025)]: 'cmp1' })])],
    ['too many labels', writeRequest([up(Object.fromEntries(numbered(100)))])],
    ['a sample of the future', writeRequest([up({}, NOW + 11 * 60_000)])],
    ['samples out of order', writeRequest([up({}, NOW, NOW - 1000)])],
    ['a series without samples', writeRequest([{ labels: { __name__: 'up' }, samples: [] }])],
    ['bytes of something else', Uint8Array.of(0x0e, 0x01, 0x02)],
  ])('leaves %s to reading', (_, message) => {
    expect(glanceAt(message, NOW)).toBeUndefined()
  })

  it('leaves whatever is cut short to reading', () => {
    const message = writeRequest([up({ node: 'cmp1' }, NOW - 1000, NOW)])
    for (let length = 1; length < message.length; length += 1)
      expect([length, glanceAt(message.subarray(0, length), NOW)]).toEqual([length, undefined])
  })

  it('passes nothing that a rule refuses, whatever is in it', () => {
    const text = fc.oneof(fc.constantFrom('__name__', 'node', 'up', '', 'a-b', ':a'), fc.string())
    const time = fc.oneof(
      fc.integer({ min: 1, max: 1000 }).map((away) => NOW - away),
      fc.nat(),
    )
    const one = fc.record({
      labels: fc.dictionary(text, text),
      samples: fc.array(fc.tuple(time, fc.double())),
    })
    fc.assert(
      fc.property(fc.array(one), (series) => {
        const message = writeRequest(series)
        const glance = glanceAt(message, NOW)
        if (glance === undefined) return
        const read = readWriteRequest(message)
        expect(read.series.map((found) => seriesFault(found, NOW))).toEqual(read.series.map(() => undefined))
        expect(glance.series.map(({ key }) => key)).toEqual(read.series.map(({ key }) => key))
        expect(glance.samples).toBe(read.series.flatMap(({ timestamps }) => timestamps).length)
      }),
    )
  })
})

/** That many labels, in order. */
function numbered(count: number): [string, string][] {
  return Array.from({ length: count }, (_, at) => [`label_${String(at).padStart(3, '0')}`, 'x'])
}
