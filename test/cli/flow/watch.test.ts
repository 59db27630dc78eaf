import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Round, watch } from '../../../src/cli/flow/watch.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Rounds that end as told; one more than these is a defect. */
function rounds(...ends: Round[]) {
  let begun = 0
  return {
    begun: () => begun,
    once: async (): Promise<Round> => {
      const end = ends[begun]
      begun += 1
      if (end === undefined) throw new Error(`there is no ${begun}th round`)
      return Promise.resolve(end)
    },
  }
}

const whole = (exitCode: number): Round => ({ exitCode, interrupted: false })
const CUT: Round = { exitCode: 130, interrupted: true }

describe('a watch', () => {
  it('begins a round as many seconds after the one before has ended', async () => {
    const { begun, once } = rounds(whole(0), whole(0), CUT)
    const between = vi.fn<() => void>()
    const ended = watch(30, once, between)
    await vi.advanceTimersByTimeAsync(29_999)
    expect([begun(), between.mock.calls.length]).toEqual([1, 0])
    await vi.advanceTimersByTimeAsync(1)
    expect([begun(), between.mock.calls.length]).toEqual([2, 1])
    await vi.advanceTimersByTimeAsync(30_000)
    expect(await ended).toBe(0)
  })

  it('ends with what the last whole round came to, when it is interrupted in one', async () => {
    const { once } = rounds(whole(0), whole(1), CUT)
    const ended = watch(1, once, () => undefined)
    await vi.advanceTimersByTimeAsync(2000)
    expect(await ended).toBe(1)
  })

  it('is interrupted as any run is, where no round came to its end', async () => {
    expect(await watch(1, rounds(CUT).once, () => undefined)).toBe(130)
  })

  it('ends at once when it is interrupted between two rounds', async () => {
    const { begun, once } = rounds(whole(1))
    const before = process.listenerCount('SIGINT')
    const ended = watch(99_999, once, () => undefined)
    await vi.advanceTimersByTimeAsync(5)
    process.emit('SIGINT')
    expect(await ended).toBe(1)
    expect(begun()).toBe(1)
    expect(process.listenerCount('SIGINT')).toBe(before)
  })
})
