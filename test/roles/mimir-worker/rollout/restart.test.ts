import { describe, expect, it } from 'vitest'
import type { Facts } from '../../../../roles/mimir-worker/node/facts.ts'
import type { Decision } from '../../../../roles/mimir-worker/plan/verdict.ts'
import { withRestart } from '../../../../roles/mimir-worker/rollout/plan.ts'
import { safeLine } from '../../../../src/values/safe-text.ts'
import { container, facts } from '../sample.ts'

const NOOP: Decision = { verdict: 'noop', reasons: [] }
const STARTED = container().startedAt
const decided = (startedSince: number | undefined, found: Facts = facts(), decision = NOOP): Decision =>
  withRestart(startedSince === undefined ? {} : { startedSince }, { decision, facts: found })

describe('a restart', () => {
  it('replaces a worker that nothing is wrong with, for it was started before the run', () => {
    expect(decided(STARTED + 1)).toEqual({
      verdict: 'recreate',
      reasons: [
        { field: 'restart', current: 'started 2023-11-14T22:13:20.000Z', desired: 'a new container' },
      ],
    })
  })

  it('leaves a worker alone that was started since, as by the run that it resumes', () => {
    expect(decided(STARTED)).toEqual(NOOP)
    expect(decided(STARTED + 1, facts({ skew: -60 }))).toEqual(NOOP)
  })

  it('keeps what else a node needs', () => {
    const reasons = [{ field: 'generation', current: safeLine('a'), desired: safeLine('b') }]
    const { verdict, reasons: found } = decided(STARTED + 1, facts(), { verdict: 'reload', reasons })
    expect([verdict, found.map(({ field }) => field)]).toEqual(['recreate', ['generation', 'restart']])
    expect(
      decided(STARTED + 1, facts({ container: undefined }), { verdict: 'first-install', reasons }),
    ).toEqual({
      verdict: 'first-install',
      reasons,
    })
  })

  it('is no matter of other verbs', () => {
    expect(decided(undefined)).toEqual(NOOP)
  })
})
