import { describe, expect, it } from 'vitest'
import { isolation } from '../../../../roles/mimir-worker/checks/isolation.ts'
import type { Control } from '../../../../roles/mimir-worker/mimir/arrival.ts'
import { safeLine } from '../../../../src/values/safe-text.ts'
import { arrived, evidence, worker } from '../sample.ts'

const start = worker().startTime ?? 0
const judged = (control: Control | undefined) => isolation(evidence({ arrival: arrived({ control }) }))
const refusal = (status: number) =>
  ({ kind: 'mimir-refused', url: 'http://m', status, evidence: safeLine('no') }) as const

describe('the isolation check', () => {
  it('passes where another tenant sees nothing of the node', () => {
    expect(judged({ tenant: 'another', processStart: undefined })).toEqual({
      check: 'isolation',
      state: 'passed',
      finding: {
        kind: 'good',
        facts: [
          { name: 'other', value: 'another' },
          { name: 'sees', value: 'nothing' },
        ],
      },
    })
  })

  it('fails for good where another tenant sees this very process, as without multitenancy', () => {
    expect(judged({ tenant: 'another', processStart: start })).toEqual({
      check: 'isolation',
      state: 'failed',
      finding: { kind: 'seen-by-other-tenant', tenant: 'openstack', other: 'another' },
    })
  })

  it('holds nothing against a tenant that has another process under the same name', () => {
    expect(judged({ tenant: 'another', processStart: start - 86_400 }).state).toBe('passed')
  })

  it.each([401, 403])('takes a refusal (%i) for what it is: kept out', (status) => {
    expect(judged({ tenant: 'another', queryError: refusal(status) }).state).toBe('passed')
  })

  it('waits where Mimir could not say', () => {
    const queryError = refusal(503)
    expect(judged({ tenant: 'another', queryError })).toEqual({
      check: 'isolation',
      state: 'waiting',
      finding: queryError,
    })
  })

  it('says that nobody was asked where the operator forbade it', () => {
    expect(judged(undefined)).toMatchObject({ state: 'passed', finding: { facts: [{ value: 'no' }] } })
  })

  it('waits while Mimir was not asked at all', () => {
    expect(isolation(evidence({ arrival: undefined })).state).toBe('waiting')
  })
})
