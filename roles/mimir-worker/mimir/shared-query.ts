import type { Arrival } from './arrival.ts'

/**
 * Gives the newest word of Mimir; asks it at most once in `interval` milliseconds, however many nodes wait, and
 * not again while it is still thinking.
 */
export function sharedArrivalQuery(
  askOnce: () => Promise<(node: string) => Arrival>,
  interval: number,
): (node: string) => Promise<Arrival> {
  let askAgainFrom = Number.NEGATIVE_INFINITY
  let answer: Promise<(node: string) => Arrival> | undefined
  const ask = async (): Promise<(node: string) => Arrival> => {
    const asked = performance.now()
    askAgainFrom = Number.POSITIVE_INFINITY
    try {
      return await askOnce()
    } finally {
      askAgainFrom = asked + interval
    }
  }
  return async (node) => {
    if (answer === undefined || performance.now() >= askAgainFrom) answer = ask()
    return (await answer)(node)
  }
}
