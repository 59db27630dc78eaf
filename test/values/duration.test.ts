import { describe, expect, it } from 'vitest'
import { isLonger, parseDuration } from '../../src/values/duration.ts'

describe('a Prometheus duration', () => {
  it.each([
    ['100ms', 100],
    ['5s', 5000],
    ['60s', 60_000],
    ['1m', 60_000],
    ['1m30s', 90_000],
    ['24h', 86_400_000],
    ['1d', 86_400_000],
    ['1w', 604_800_000],
    ['1y', 31_536_000_000],
    ['0s', 0],
  ])('%s is %i ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds)
  })

  it.each(['', '5', 's', '1.5h', '-1s', '1 s', '1s ', '1S', 'undefined', '1h5', '1s1m', '1m1m'])(
    '%j is none',
    (text) => {
      expect(parseDuration(text)).toBeUndefined()
    },
  )
})

describe('one duration', () => {
  it.each([
    ['61s', '1m', true],
    ['60s', '1m', false],
    ['1m', undefined, false],
    [undefined, '1m', false],
    ['1m', 'none', false],
    ['none', '1m', false],
  ])('of %s is longer than %s: %s', (text, than, longer) => {
    expect(isLonger(text, than)).toBe(longer)
  })
})
