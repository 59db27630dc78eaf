import type { Arrival } from './arrival.ts'

/**
 * Gives Mimir's newest answer; queries it at most once in `interval` milliseconds, however many nodes wait, and
 * not again while an answer is pending.
 */
export function sharedArrivalQuery(
  fetchAll: () => Promise<(node: string) => Arrival>,
  interval: number,
): (node: string) => Promise<Arrival> {
  let nextQueryAt = Number.NEGATIVE_INFINITY
  let answer: Promise<(node: string) => Arrival> | undefined
  const refresh = async (): Promise<(node: string) => Arrival> => {
    const startedAt = performance.now()
    nextQueryAt = Number.POSITIVE_INFINITY
    try {
      return await fetchAll()
    } finally {
      nextQueryAt = startedAt + interval
    }
  }
  return async (node) => {
    if (answer === undefined || performance.now() >= nextQueryAt) answer = refresh()
    return (await answer)(node)
  }
}
