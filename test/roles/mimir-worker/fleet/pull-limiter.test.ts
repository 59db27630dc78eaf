import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type LimitedPull, pullLimiter } from '../../../../roles/mimir-worker/fleet/pull-limiter.ts'
import type { Failure, PullFailure } from '../../../../src/model/failure.ts'
import { failed, type Result, success } from '../../../../src/model/result.ts'
import { safeText } from '../../../../src/values/safe-text.ts'

function refused(cause: PullFailure['cause']): Failure {
  return { reason: 'pull-failed', image: 'prom/prometheus:v3', cause, evidence: safeText('') }
}

const LIMITED = failed(refused('rate-limited'))
const OPEN = new AbortController().signal

let began: number
const seconds = (): number => Math.round((performance.now() - began) / 1000)

/** A pull that is answered so, one after the other; when it was tried, and which rests were told. */
function pull(
  pace: LimitedPull,
  answers: readonly Result<string>[],
  { deadline = 600_000, signal = OPEN } = {},
) {
  const tried: number[] = []
  const rests: number[] = []
  const once = async (): Promise<Result<string>> => {
    tried.push(seconds())
    return Promise.resolve(answers[tried.length - 1] ?? answers.at(-1) ?? success('pulled'))
  }
  const ended = pace(once, { deadline, signal, resting: (rest) => rests.push(rest) })
  return { ended, tried, rests }
}

beforeEach(() => {
  vi.useFakeTimers()
  began = performance.now()
})
afterEach(() => void vi.useRealTimers())

describe('a registry that limits pulls', () => {
  it('is left alone for a while, longer each time, and asked again', async () => {
    const { ended, tried, rests } = pull(
      pullLimiter(1, () => 0),
      [LIMITED, LIMITED, success('pulled')],
    )
    await vi.runAllTimersAsync()
    expect(await ended).toEqual(success('pulled'))
    expect(tried).toEqual([0, 15, 45])
    expect(rests).toEqual([15, 30])
  })

  it('is given up after five tries', async () => {
    const { ended, tried } = pull(
      pullLimiter(1, () => 0),
      [LIMITED],
    )
    await vi.runAllTimersAsync()
    expect(await ended).toEqual(LIMITED)
    expect(tried).toEqual([0, 15, 45, 105, 225])
  })

  it('is given up where the next try would come too late', async () => {
    const { ended, tried } = pull(
      pullLimiter(1, () => 0),
      [LIMITED],
      { deadline: 40_000 },
    )
    await vi.runAllTimersAsync()
    expect(await ended).toEqual(LIMITED)
    expect(tried).toEqual([0, 15])
  })

  it('keeps the other nodes away as well, also who had not asked yet, and they do not come back together', async () => {
    const spread = [0, 1, 0.5]
    const pace = pullLimiter(2, () => spread.shift() ?? 0)
    const first = pull(pace, [LIMITED, success('pulled')])
    const second = pull(pace, [LIMITED, success('pulled')])
    const third = pull(pace, [])
    await vi.runAllTimersAsync()
    expect([first.tried, second.tried, third.tried]).toEqual([[0, 23], [0, 15], [15]])
    expect(await Promise.all([first.ended, second.ended, third.ended])).toHaveLength(3)
  })

  it('is no reason to wait when the run is to end', async () => {
    const end = new AbortController()
    const { ended, tried } = pull(
      pullLimiter(1, () => 0),
      [LIMITED],
      { signal: end.signal },
    )
    await vi.advanceTimersByTimeAsync(1000)
    end.abort()
    expect(await ended).toEqual(failed({ reason: 'aborted', during: 'stage' }))
    expect(tried).toEqual([0])
  })
})

it.each(['not-found', 'unauthorized', 'registry-error'] as const)(
  'a pull that fails for %s is not tried again',
  async (cause) => {
    const failure = failed(refused(cause))
    const { ended, tried } = pull(pullLimiter(1), [failure])
    expect(await ended).toEqual(failure)
    expect(tried).toEqual([0])
  },
)

it('no more nodes than are allowed pull at the same time', async () => {
  const pace = pullLimiter(2)
  let [now, most] = [0, 0]
  const slow = async (): Promise<Result<string>> => {
    now += 1
    most = Math.max(most, now)
    await new Promise((resolve) => setTimeout(resolve, 1000))
    now -= 1
    return success('pulled')
  }
  const all = Array.from({ length: 5 }, async () =>
    pace(slow, { deadline: 9000, signal: OPEN, resting: () => undefined }),
  )
  await vi.runAllTimersAsync()
  expect(await Promise.all(all)).toHaveLength(5)
  expect(most).toBe(2)
})
