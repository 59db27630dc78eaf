import { describe, expect, it } from 'vitest'
import { askForWhy, explain } from '../../../../roles/mimir-worker/checks/explain.ts'
import { judge, settle } from '../../../../roles/mimir-worker/checks/index.ts'
import type { Look } from '../../../../roles/mimir-worker/checks/look.ts'
import { arrived, facts, look, worker } from '../sample.ts'

const LOG = 'component=remote level=error err="server returned HTTP status 401 Unauthorized: no org id"'
const nothing = arrived({ processStart: undefined })
const silent = worker({ samples: worker().samples.filter(({ metric }) => !metric.includes('highest_sent')) })
const settled = (changes: Partial<Look>) => settle(judge(look(changes)))
const refusals = (changes: Partial<Look>, log: string) =>
  explain(settled(changes), log).flatMap(({ check, finding }) =>
    'refusal' in finding ? [`${check}: ${finding.refusal?.cause}`] : [],
  )

describe('why it was not proven', () => {
  it('is asked for only where sending or arrival failed', () => {
    expect(askForWhy(settled({}))).toBe(false)
    expect(askForWhy(settled({ facts: facts({ container: undefined }) }))).toBe(false)
    expect(askForWhy(settled({ arrival: nothing }))).toBe(true)
  })

  it('is told by the worker’s log, for all that follows from it', () => {
    expect(refusals({ facts: facts({ worker: silent }), arrival: nothing }, LOG)).toEqual([
      'sending: no-tenant',
      'arrival: no-tenant',
    ])
  })

  it('is that all was taken and thrown away, where sending is as well as can be and nothing is there', () => {
    expect(refusals({ arrival: nothing }, LOG)).toEqual(['arrival: swallowed'])
    expect(refusals({ arrival: nothing }, '')).toEqual(['arrival: swallowed'])
  })

  it('is the same where the master still has the process before', () => {
    const before = arrived({ processStart: (worker().startTime ?? 0) - 3600 })
    expect(refusals({ arrival: before }, '')).toEqual(['arrival: swallowed'])
  })

  it('is not looked for where another worker was found under the name', () => {
    const later = arrived({ processStart: (worker().startTime ?? 0) + 3600 })
    expect(refusals({ arrival: later }, LOG)).toEqual([])
  })

  it('is not guessed where one family is missing and nobody says why', () => {
    expect(
      refusals({ arrival: arrived({ witnesses: new Map([['prometheus-worker', facts().now]]) }) }, ''),
    ).toEqual([])
    expect(refusals({ facts: facts({ worker: silent }), arrival: nothing }, '')).toEqual([])
  })
})
