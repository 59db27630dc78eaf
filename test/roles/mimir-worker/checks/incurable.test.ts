import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Arrival } from '../../../../roles/mimir-worker/mimir/arrival.ts'
import { safeText } from '../../../../src/values/safe-text.ts'
import { arrived, facts, VARS } from '../sample.ts'
import { EMPTY, refusing, start } from './node-to-verify.ts'

const LIMIT =
  'component=remote level=error err="server returned HTTP status 400 Bad Request: per-metric series limit of 20 exceeded for metric node_cpu_seconds_total"'

function rejection(status: string): string {
  return `level=error component=remote url=${VARS.pushUrl} err="server returned HTTP status ${status}"`
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the wait for a node ends', () => {
  it('at the second refusal that no wait mends, with the cause', async () => {
    const looks = [refusing(5), refusing(5, 2), refusing(7, 4)]
    const { result, judged, waiting } = start({ looks, log: LIMIT, deadline: 180_000 })
    await vi.advanceTimersByTimeAsync(4000)
    expect(await result).toMatchObject({ ok: false, failure: { reason: 'unproven' } })
    expect(waiting).toEqual(['sending 180', 'sending 178'])
    expect(judged.at(-1)?.find(({ check }) => check === 'sending')).toEqual({
      check: 'sending',
      state: 'failed',
      finding: {
        kind: 'samples-failed',
        failed: 2,
        total: 4,
        refusal: {
          cause: 'metric-series-limit',
          evidence:
            'HTTP status 400 Bad Request: per-metric series limit of 20 exceeded for metric node_cpu_seconds_total',
          limit: 20,
          metric: 'node_cpu_seconds_total',
        },
      },
    })
  })

  it.each(['404 Not Found: ', '401 Unauthorized: no org id', '413 Request Entity Too Large: <html>'])(
    'in seconds where Mimir goes on to answer pushes with %s',
    async (status) => {
      const looks = [refusing(500), refusing(500), refusing(900)]
      const { result, judged, waiting } = start({ looks, log: rejection(status) })
      await vi.advanceTimersByTimeAsync(4000)
      expect(await result).toMatchObject({ ok: false, failure: { reason: 'unproven' } })
      expect(waiting).toEqual(['sending 60', 'sending 58'])
      expect(judged.at(-1)?.find(({ check }) => check === 'sending')?.state).toBe('failed')
    },
  )

  it('only at the deadline where a wait may mend what is refused', async () => {
    const looks = [refusing(500), refusing(700), refusing(900), refusing(1100)]
    const { result, waiting } = start({ looks, log: rejection('429 Too Many Requests: '), deadline: 5000 })
    await vi.advanceTimersByTimeAsync(5000)
    expect(await result).toMatchObject({ ok: false })
    expect(waiting).toHaveLength(3)
  })

  it.each([
    [301, 2],
    [308, 2],
    [400, 2],
    [401, 2],
    [403, 2],
    [404, 2],
    [405, 2],
    [429, 5],
    [502, 5],
  ])('by queries that are answered %i after %i more rounds', async (status, rounds) => {
    const queryError = { kind: 'mimir-refused', url: 'http://m', status, evidence: safeText('') } as const
    const { result, waiting } = start({ looks: [facts()], arrivals: [{ queryError }], deadline: 10_000 })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await result).toMatchObject({ ok: false })
    expect(waiting).toHaveLength(rounds)
  })

  it('by queries only if they are refused one after the other', async () => {
    const queryError = {
      kind: 'mimir-refused',
      url: 'http://m',
      status: 404,
      evidence: safeText(''),
    } as const
    const arrivals: Arrival[] = [{ queryError }, { queryError }, EMPTY, { queryError }, arrived()]
    const { result } = start({ looks: [facts(), facts()], arrivals })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await result).toMatchObject({ ok: true })
  })
})
