import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CountedNode } from '../../../../roles/mimir-worker/mimir/completeness.ts'
import { sharedCount } from '../../../../roles/mimir-worker/mimir/shared-count.ts'
import type { Mimir } from '../../../../src/mimir/mimir.ts'
import { failed, success } from '../../../../src/model/result.ts'
import { safeLine } from '../../../../src/values/safe-text.ts'

const TOO_MUCH = {
  kind: 'mimir-refused',
  url: 'http://m',
  status: 422,
  evidence: safeLine('err-mimir-max-chunks-per-query'),
} as const
const node = (name: string, loadedFor = 86_400): CountedNode => ({
  name,
  jobs: [{ name: 'j', interval: 30 }],
  loadedFor,
})
const nodes = (count: number): CountedNode[] => Array.from({ length: count }, (_, at) => node(`n${at}`))
const namesIn = (query: string): string[] =>
  (/node=~"(?<names>[^"]*)"/u.exec(query)?.groups?.['names'] ?? '').split('|')

/** A Mimir that refuses to count more than so many nodes by one query. */
function counting(most = Number.POSITIVE_INFINITY) {
  const asked: string[][] = []
  const mimir: Mimir = async (_, query) => {
    const names = namesIn(query)
    asked.push(names)
    const rows = names.flatMap((name) =>
      ['held', 'scraped'].map((about) => ({
        labels: { node: name, job: 'j', cluster: 'c', about },
        value: 9,
      })),
    )
    return Promise.resolve(names.length > most ? failed(TOO_MUCH) : success(rows))
  }
  const count = sharedCount({
    mimir,
    history: async () => Promise.resolve(success([])),
    tenant: () => ({ tenant: 't', cluster: 'c' }),
    signal: new AbortController().signal,
  })
  return { asked, all: async (these: readonly CountedNode[]) => Promise.all(these.map(count)) }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('the count that nodes share', () => {
  it('is one query for all that ask at the same time, and no other within five seconds', async () => {
    const { asked, all } = counting()
    const answers = await all(nodes(3))
    expect(asked).toEqual([['n0', 'n1', 'n2']])
    expect(answers.map((one) => one && 'series' in one && one.series.get('j'))).toEqual(
      nodes(3).map(() => ({ scraped: 9, held: 9 })),
    )
    vi.advanceTimersByTime(4999)
    await all(nodes(3))
    expect(asked).toHaveLength(1)
    vi.advanceTimersByTime(1)
    await all(nodes(3))
    expect(asked).toHaveLength(2)
  })

  it('is nine queries a round at the most, and the rest has its turn in the next', async () => {
    const { asked, all } = counting()
    const fleet = nodes(1000)
    const first = await all(fleet)
    expect(asked).toHaveLength(9)
    const left = fleet.filter((_, at) => first[at] === undefined)
    expect(left).toHaveLength(550)
    vi.advanceTimersByTime(5000)
    await all(left)
    expect(asked.length).toBeLessThanOrEqual(18)
    expect(asked.slice(9).flat()).toContain('n450')
  })

  it('reads less at once where a store refuses to read so much', async () => {
    const { asked, all } = counting(2)
    let left: readonly CountedNode[] = nodes(4)
    for (let round = 0; left.length > 0 && round < 10; round += 1) {
      const asking = left
      const answers = await all(asking)
      left = asking.filter((_, at) => answers[at] === undefined)
      vi.advanceTimersByTime(5000)
    }
    expect(left).toEqual([])
    expect(asked[0]).toHaveLength(4)
  })

  it('does not look less far back for a node because another was just reloaded', async () => {
    const { asked, all } = counting()
    await all([node('young', 3), node('old')])
    expect(asked).toEqual([['young'], ['old']])
  })
})
