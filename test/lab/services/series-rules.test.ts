import { describe, expect, it } from 'vitest'
import { seriesFault, seriesName, storeRefusal } from './series-rules.ts'

const NOW = Date.UTC(2025, 0, 2, 3, 4, 5)
const series = (labels: readonly (readonly [string, string])[], timestamp = NOW) => ({
  labels: labels.map(([name, value]) => ({ name, value })),
  timestamps: [timestamp],
  message: new Uint8Array(),
})
const UP = ['__name__', 'up'] as const

describe('the rules for a series', () => {
  it.each([
    ['an ordinary one', series([UP, ['node', 'cmp1']])],
    ['unsorted labels', series([['z', '1'], UP, ['a', '2']])],
    ['an empty value', series([UP, ['a', '']])],
    ['nine minutes ahead', series([UP], NOW + 9 * 60_000)],
    ['a hundred labels', series([UP, ...Array.from({ length: 99 }, (_, i) => [`l${i}`, 'x'] as const)])],
  ])('let %s pass', (_, good) => {
    expect(seriesFault(good, NOW)).toBeUndefined()
  })

  it.each([
    [series([['a', 'b']]), 'received series has no metric name (err-mimir-missing-metric-name)'],
    [series([['__name__', '']]), 'err-mimir-missing-metric-name'],
    [
      series([['__name__', 'bad-name']]),
      "received a series with invalid metric name: 'bad-name' (err-mimir-metric-name-invalid)",
    ],
    [series([UP, ['bad-label', 'x']]), '(err-mimir-label-invalid)'],
    [series([UP, ['a', '1'], ['a', '2']]), '(err-mimir-duplicate-label-names)'],
    [
      series([UP, ['a', 'x'.repeat(5000)]]),
      'received a series whose label value length of 5000 exceeds the limit of 4096, ',
    ],
    [
      series([UP, ...Array.from({ length: 120 }, (_, i) => [`l${i}`, 'x'] as const)]),
      'received a series whose number of labels exceeds the limit (actual: 121, limit: 100) series: ',
    ],
    [series([UP, ['x'.repeat(1025), '1']]), '(err-mimir-label-name-too-long)'],
    [series([UP], NOW + 20 * 60_000), '(err-mimir-too-far-in-future)'],
  ])('refuse series %# with its own code', (bad, text) => {
    expect(seriesFault(bad, NOW)).toContain(text)
  })
})

describe("the store's refusal", () => {
  it.each([
    ['out of order sample', 'err-mimir-sample-out-of-order'],
    ['out of bounds', 'err-mimir-sample-timestamp-too-old'],
    ['too old sample', 'err-mimir-sample-timestamp-too-old'],
    ['duplicate sample for timestamp', 'err-mimir-sample-duplicate-timestamp'],
    ['something new', 'something new'],
  ])('%s is told as %s', (said, told) => {
    expect(storeRefusal('openstack', series([UP]), said)).toContain(told)
  })

  it('names tenant, time and series as Mimir does', () => {
    const refusal = storeRefusal('openstack', series([UP, ['node', 'a"b']], NOW + 120), 'out of order sample')
    expect(refusal).toBe(
      'send data to ingesters: failed pushing to ingester lab: user=openstack: the sample has been rejected because another sample with a more recent timestamp has already been ingested and out-of-order samples are not allowed (err-mimir-sample-out-of-order). The affected sample has timestamp 2025-01-02T03:04:05.12Z and is from series up{node="a\\"b"} (sampled 1/10)',
    )
    expect(storeRefusal('t', series([UP]), 'x')).toContain('timestamp 2025-01-02T03:04:05Z')
    expect(storeRefusal('t', series([UP], 9e18), 'x')).toContain('timestamp 9000000000000000000')
  })

  it('writes a series without labels, or without a name', () => {
    expect(seriesName(series([UP]))).toBe('up')
    expect(seriesName(series([['a', 'b']]))).toBe('{a="b"}')
  })
})
