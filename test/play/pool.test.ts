import { describe, expect, it } from 'vitest'
import { pool, unlimited } from '../../src/play/pool.ts'

/** Pieces of work that end when they are told to. */
function pieces(count: number) {
  const begun: number[] = []
  const ends: (() => void)[] = []
  const work = Array.from({ length: count }, (_, index) => async () => {
    begun.push(index)
    await new Promise<void>((resolve) => ends.push(resolve))
    return index
  })
  return { begun, ends, work }
}

const turn = async (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('a pool', () => {
  it('runs no more pieces at once than it has places, in their order', async () => {
    const { begun, ends, work } = pieces(4)
    const run = pool(2)
    const all = Promise.all(work.map(async (piece) => run(piece)))
    await turn()
    expect(begun).toEqual([0, 1])
    ends[1]?.()
    await turn()
    expect(begun).toEqual([0, 1, 2])
    ends[0]?.()
    await turn()
    for (const end of ends) end()
    expect(await all).toEqual([0, 1, 2, 3])
  })

  it('gives the place of a piece that failed to the next', async () => {
    const run = pool(1)
    const failing = run(async () => Promise.reject(new Error('broken')))
    const next = run(async () => Promise.resolve('next'))
    await expect(failing).rejects.toThrow('broken')
    expect(await next).toBe('next')
  })

  it('without a limit runs everything at once', async () => {
    const { begun, ends, work } = pieces(50)
    const all = Promise.all(work.map(async (piece) => unlimited(piece)))
    expect(begun).toHaveLength(50)
    for (const end of ends) end()
    await all
  })
})
