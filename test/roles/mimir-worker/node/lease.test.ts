import { describe, expect, it } from 'vitest'
import { isLive } from '../../../../roles/mimir-worker/node/lease.ts'

describe('a lease', () => {
  it.each([
    ['held', 1, true],
    ['held', 180, true],
    ['held', 240, true],
    ['held', 241, false],
    ['held', 86_400, false],
    ['held', 0, false],
    ['free', 100, false],
  ] as const)('that is %s and expires in %i seconds is live: %s', (state, left, live) => {
    expect(isLive({ state, expires: 1_700_000_000 + left }, 1_700_000_000)).toBe(live)
  })
})
