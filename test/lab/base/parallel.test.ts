import { describe, expect, it } from 'vitest'
import { inParallel } from './parallel.ts'

describe('work in parallel', () => {
  it('gives results in the order of the items, whichever ends first', async () => {
    const ended: number[] = []
    const results = await inParallel([3, 2, 1], 3, async (turns) => {
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
      ended.push(turns)
      return turns
    })
    expect(ended).toEqual([1, 2, 3])
    expect(results).toEqual([3, 2, 1])
  })

  it('has never more under way than it may', async () => {
    let running = 0
    let most = 0
    await inParallel(Array.from({ length: 20 }), 3, async () => {
      running += 1
      most = Math.max(most, running)
      await Promise.resolve()
      running -= 1
    })
    expect(most).toBe(3)
  })

  it('rejects with the first failure', async () => {
    const failing = inParallel([1, 2], 1, (item) => Promise.reject(new Error(`item ${item}`)))
    await expect(failing).rejects.toThrow('item 1')
  })
})
