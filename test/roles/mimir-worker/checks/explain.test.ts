import { describe, expect, it } from 'vitest'
import { judge, settle } from '../../../../roles/mimir-worker/checks/chain.ts'
import type { Evidence } from '../../../../roles/mimir-worker/checks/evidence.ts'
import { explain, needsWorkerErrors } from '../../../../roles/mimir-worker/checks/explain.ts'
import { arrived, evidence, facts, VARS, worker } from '../sample.ts'

const LOG = 'component=remote level=error err="server returned HTTP status 401 Unauthorized: no org id"'
const nothing = arrived({ processStart: undefined })
const silent = worker({ samples: worker().samples.filter(({ metric }) => !metric.includes('highest_sent')) })
const stubborn = worker({ reloadSuccessful: false })
const settled = (changes: Partial<Evidence>) => settle(judge(evidence(changes)))
const refusals = (changes: Partial<Evidence>, log: string) =>
  explain(settled(changes), { sending: log, loading: '', pushUrl: VARS.pushUrl }).flatMap(
    ({ check, finding }) => ('refusal' in finding ? [`${check}: ${finding.refusal?.cause}`] : []),
  )

describe('why it was not proven', () => {
  it('is asked for only where sending, arrival or a reload failed', () => {
    expect(needsWorkerErrors(settled({}))).toBe(false)
    expect(needsWorkerErrors(settled({ facts: facts({ container: undefined }) }))).toBe(false)
    expect(needsWorkerErrors(settled({ arrival: nothing }))).toBe(true)
    expect(needsWorkerErrors(settled({ facts: facts({ worker: stubborn }) }))).toBe(true)
  })

  it('is the first error since the configuration was read, where that was not taken', () => {
    const loading = [
      'ts=2026-11-26T16:20:35.678Z caller=manager.go:256 level=error component="scrape manager" msg="error reloading scrape pool" err="unable to read CA cert" scrape_pool=own',
      'ts=2026-11-26T16:20:35.678Z caller=main.go:1370 level=error msg="Failed to apply configuration"',
    ].join('\n')
    const told = (said: string): unknown =>
      explain(settled({ facts: facts({ worker: stubborn }) }), {
        sending: LOG,
        loading: said,
        pushUrl: VARS.pushUrl,
      }).find(({ check }) => check === 'configuration')?.finding
    const message = 'own: unable to read CA cert'
    expect(told(loading)).toEqual({ kind: 'reload-failed', evidence: message })
    expect(told('level=error msg="Error reloading config" err="not \\"this\\""')).toEqual({
      kind: 'reload-failed',
      evidence: 'not "this"',
    })
    expect(told('')).toEqual({ kind: 'reload-failed' })
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

  it('is the same where Mimir still has the process before', () => {
    const before = arrived({ processStart: (worker().startTime ?? 0) - 3600 })
    expect(refusals({ arrival: before }, '')).toEqual(['arrival: swallowed'])
  })

  it('is not looked for where another worker was found under the name', () => {
    const later = arrived({ processStart: (worker().startTime ?? 0) + 3600 })
    expect(refusals({ arrival: later }, LOG)).toEqual([])
  })

  it('is not guessed where one family is missing and nobody says why', () => {
    expect(
      refusals({ arrival: arrived({ sentinels: new Map([['prometheus-worker', facts().now]]) }) }, ''),
    ).toEqual([])
    expect(refusals({ facts: facts({ worker: silent }), arrival: nothing }, '')).toEqual([])
  })
})
