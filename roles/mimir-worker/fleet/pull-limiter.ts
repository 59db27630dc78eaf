import { failed, type Result } from '../../../src/model/result.ts'
import { pause } from '../../../src/play/interruption.ts'
import { pool } from '../../../src/play/pool.ts'

/** Milliseconds that a registry which limits pulls is left alone at the first refusal; each time twice as long. */
const FIRST_REST = 15_000
const LONGEST_REST = 120_000
const MOST_TRIES = 5

export interface PullLimits {
  /** Milliseconds within which a node's pull has to come through, rests included. */
  readonly deadline: number
  readonly signal: AbortSignal
  /** Told how many seconds the registry is left alone. */
  readonly resting: (seconds: number) => void
}

/** Runs a pull when its turn comes, and again where the registry had refused it for coming too often. */
export type LimitedPull = <T>(pull: () => Promise<Result<T>>, limits: PullLimits) => Promise<Result<T>>

/**
 * How a fleet pulls from a registry: so many nodes at the same time, and none while the registry rests. One refusal
 * keeps all nodes away, each for a different while, so that they do not come back together.
 */
export function pullLimiter(size: number, random: () => number = Math.random): LimitedPull {
  const places = pool(size)
  let closedUntil = 0
  return async (pull, { deadline, signal, resting }) => {
    const until = performance.now() + deadline
    const once = async (rest: number): ReturnType<typeof pull> => {
      const left = closedUntil - performance.now()
      if (left > 0) {
        const wait = left * (1 + random() / 2)
        resting(Math.ceil(wait / 1000))
        await pause(wait, signal)
      }
      if (signal.aborted) return failed({ reason: 'aborted', during: 'stage' })
      const answer = await pull()
      // Before the place is given to the next node.
      if (isLimited(answer)) closedUntil = Math.max(closedUntil, performance.now() + rest)
      return answer
    }
    for (let tries = 1; ; tries += 1) {
      const rest = Math.min(LONGEST_REST, FIRST_REST * 2 ** (tries - 1))
      const answer = await places(async () => once(rest))
      if (!isLimited(answer) || tries === MOST_TRIES || performance.now() + rest >= until) return answer
    }
  }
}

function isLimited(answer: Result<unknown>): boolean {
  if (answer.ok) return false
  const { failure } = answer
  return failure.reason === 'pull-failed' && failure.cause === 'rate-limited'
}
