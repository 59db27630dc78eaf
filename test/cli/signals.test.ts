import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { onInterrupt } from '../../src/cli/signals.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const counts = (): number[] => SIGNALS.map((signal) => process.listenerCount(signal))

let parent: number

/** The process, as a child of whom the test says. */
function adopted(): typeof process {
  return new Proxy(process, {
    get: (target, key) => {
      if (key === 'ppid') return parent
      const value: unknown = Reflect.get(target, key)
      if (typeof value !== 'function') return value
      const bound: unknown = value.bind(target)
      return bound
    },
  })
}

beforeEach(() => {
  parent = 4711
  vi.useFakeTimers()
  vi.stubGlobal('process', adopted())
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

describe('a wish to end', () => {
  it.each(SIGNALS)('is %s', (signal) => {
    const before = process.listeners(signal)
    const interrupt = vi.fn<() => void>()
    const end = onInterrupt(interrupt)
    for (const listener of process.listeners(signal)) if (!before.includes(listener)) listener(signal)
    end()
    expect(interrupt).toHaveBeenCalledTimes(1)
  })

  it('is the end of the parent, once', () => {
    const interrupt = vi.fn<() => void>()
    const end = onInterrupt(interrupt)
    vi.advanceTimersByTime(5000)
    expect(interrupt).not.toHaveBeenCalled()
    parent = 1
    vi.advanceTimersByTime(5000)
    end()
    expect(interrupt).toHaveBeenCalledTimes(1)
  })

  it('is not counted twice when the parent ends of the same signal', () => {
    const before = process.listeners('SIGTERM')
    const interrupt = vi.fn<() => void>()
    const end = onInterrupt(interrupt)
    for (const listener of process.listeners('SIGTERM')) if (!before.includes(listener)) listener('SIGTERM')
    parent = 1
    vi.advanceTimersByTime(5000)
    end()
    expect(interrupt).toHaveBeenCalledTimes(1)
  })

  it('is not listened for any more after the end', () => {
    const before = counts()
    const interrupt = vi.fn<() => void>()
    const end = onInterrupt(interrupt)
    expect(counts()).toEqual(before.map((count) => count + 1))
    end()
    parent = 1
    vi.advanceTimersByTime(5000)
    expect(counts()).toEqual(before)
    expect(interrupt).not.toHaveBeenCalled()
  })
})
