import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Arrival } from '../../../../roles/mimir-worker/mimir/arrival.ts'
import { sharedArrivalQuery } from '../../../../roles/mimir-worker/mimir/shared-query.ts'
import { safeLine } from '../../../../src/values/safe-text.ts'

type AskOnce = () => Promise<(node: string) => Arrival>

const silent = (node: string): Arrival => ({
  queryError: { kind: 'mimir-silent', url: node, evidence: safeLine('') },
})

describe('the watch for arrivals', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('asks once for however many nodes wait, and again only after the interval', async () => {
    const ask = vi.fn<AskOnce>(async () => Promise.resolve(silent))
    const watch = sharedArrivalQuery(ask, 2000)
    await Promise.all(Array.from({ length: 500 }, async (_, index) => watch(`n${index}`)))
    await vi.advanceTimersByTimeAsync(1999)
    expect(await watch('cmp1')).toEqual(silent('cmp1'))
    expect(ask).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(1)
    await Promise.all([watch('cmp1'), watch('cmp2')])
    expect(ask).toHaveBeenCalledTimes(2)
  })

  it('does not ask a slow mimir again before it has answered', async () => {
    const ask = vi.fn<AskOnce>(
      async () => new Promise<typeof silent>((resolve) => setTimeout(() => resolve(silent), 10_000)),
    )
    const watch = sharedArrivalQuery(ask, 2000)
    const first = watch('cmp1')
    await vi.advanceTimersByTimeAsync(9999)
    const second = watch('cmp2')
    expect(ask).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(await Promise.all([first, second])).toEqual([silent('cmp1'), silent('cmp2')])
    void watch('cmp1')
    expect(ask).toHaveBeenCalledTimes(2)
  })
})
