import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { interruption, pause } from '../../src/play/interruption.ts'

describe('an interruption', () => {
  it('first stops what has not begun, then aborts what is under way', () => {
    const { stopping, aborting, interrupt } = interruption()
    expect([stopping.aborted, aborting.aborted]).toEqual([false, false])
    expect(interrupt()).toBe('stopping')
    expect([stopping.aborted, aborting.aborted]).toEqual([true, false])
    expect(interrupt()).toBe('aborting')
    expect([stopping.aborted, aborting.aborted]).toEqual([true, true])
    expect(interrupt()).toBe('aborting')
  })
})

describe('a pause', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('ends after its time', async () => {
    const ended = vi.fn<() => void>()
    const resting = pause(1000, new AbortController().signal).then(ended)
    await vi.advanceTimersByTimeAsync(999)
    expect(ended).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    await resting
    expect(vi.getTimerCount()).toBe(0)
  })

  it('ends at once when it is aborted, before or during it, and leaves no timer', async () => {
    const abort = new AbortController()
    const resting = pause(100_000, abort.signal)
    abort.abort()
    await resting
    await pause(100_000, abort.signal)
    expect(vi.getTimerCount()).toBe(0)
  })
})
