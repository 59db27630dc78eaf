import pLimit from 'p-limit'

/** Runs at most so many pieces of work at once, first come first served. A piece must settle on its own. */
export type Pool = <T>(work: () => Promise<T>) => Promise<T>

export function pool(size: number): Pool {
  const limit = pLimit({ concurrency: size, rejectOnClear: true })
  return async (work) => limit(work)
}

/** For work that mostly waits, and takes a place in a real pool for what it does in between. */
export const unlimited: Pool = async (work) => work()
