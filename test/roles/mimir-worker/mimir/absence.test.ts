import { describe, expect, it } from 'vitest'
import { queryAbsence } from '../../../../roles/mimir-worker/mimir/absence.ts'
import type { Mimir, VectorRow } from '../../../../src/mimir/mimir.ts'
import { success } from '../../../../src/model/result.ts'

const START = 1_700_000_001.25
const NOW = 1_700_003_600
const SELF = 'process_start_time_seconds{cluster="seoul",job="prometheus-worker",node=~"cmp1"}'
const ANYWHERE = `process_start_time_seconds == ${START}`
const ANYTIME = `max(max_over_time((timestamp(${SELF}) and (${SELF} == ${START}))[6h:15s]))`
const QUERY = { tenant: 'openstack', cluster: 'seoul', node: 'cmp1', start: START, now: NOW }

type Answers = Readonly<Record<string, readonly VectorRow[]>>

async function why(answers: Answers) {
  const asked: string[] = []
  const mimir: Mimir = async (tenant, expression, _signal, at) => {
    asked.push(`${tenant} ${(at ?? NOW) - NOW}: ${expression}`)
    return Promise.resolve(success([...(answers[expression] ?? [])]))
  }
  const found = await queryAbsence(mimir, QUERY, new AbortController().signal)
  return { found, asked }
}

const own = { cluster: 'seoul', job: 'prometheus-worker', node: 'cmp1' }
const row = (value: number, labels: VectorRow['labels'] = {}): VectorRow => ({ labels, value })

describe('why nothing is seen of what was taken', () => {
  it('is looked for by three queries', async () => {
    const { found, asked } = await why({})
    expect(found).toBeUndefined()
    expect(asked).toEqual([`openstack -1: ${SELF}`, `openstack 0: ${ANYWHERE}`, `openstack 900: ${ANYTIME}`])
  })

  it('is a cache, where the same query for another moment has it', async () => {
    expect((await why({ [SELF]: [row(START, own)] })).found).toEqual({ cause: 'cached', evidence: '' })
  })

  it('is a label that was dropped or changed, where the process is under others', async () => {
    const { node: _, ...others } = own
    expect((await why({ [ANYWHERE]: [row(START, { ...others, job: 'worker' })] })).found).toEqual({
      cause: 'relabelled',
      evidence: 'job="prometheus-worker": worker, node="cmp1": -',
    })
  })

  it.each([
    ['late', -1200, '2023-11-14T22:53:20.000Z'],
    ['early', 300, '2023-11-14T23:18:20.000Z'],
  ])('is that its samples are %s', async (cause, age, evidence) => {
    expect((await why({ [ANYTIME]: [row(NOW + age)] })).found).toEqual({ cause, evidence })
  })
})
