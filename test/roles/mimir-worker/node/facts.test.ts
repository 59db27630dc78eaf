import { expect, it } from 'vitest'
import { moment } from '../../../../roles/mimir-worker/node/facts.ts'

it.each([0, 1_700_000_000.25, 8.64e12])('%d is a time, and a Date can tell it', (seconds) => {
  expect(moment(seconds)).toBe(seconds)
  expect(() => new Date(seconds * 1000).toISOString()).not.toThrow()
})

it.each([undefined, Number.NaN, Number.POSITIVE_INFINITY, 1e300, 8.65e12, -1])('%s is no time', (seconds) => {
  expect(moment(seconds)).toBeUndefined()
})
