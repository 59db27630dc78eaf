import type { Failure } from '../../../src/model/failure.ts'
import type { PrecheckFinding, PrecheckName, PrecheckResult } from '../../../src/model/precheck.ts'
import { safeLine } from '../../../src/values/safe-text.ts'

/** What is right about it, by name. */
export function passed(
  precheck: PrecheckName,
  facts: Readonly<Record<string, string | number | undefined>>,
): PrecheckResult {
  const known = Object.entries(facts).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value: safeLine(String(value)) }],
  )
  return { precheck, state: 'passed', finding: { kind: 'good', facts: known } }
}

export function failing(precheck: PrecheckName, finding: PrecheckFinding): PrecheckResult {
  return { precheck, state: 'failed', finding }
}

export function broken(precheck: PrecheckName, failure: Failure): PrecheckResult {
  return failing(precheck, { kind: 'failure', failure })
}

export function skipped(precheck: PrecheckName, finding: PrecheckFinding): PrecheckResult {
  return { precheck, state: 'skipped', finding }
}

export function notReached(precheck: PrecheckName, after: PrecheckName): PrecheckResult {
  return skipped(precheck, { kind: 'not-reached', after })
}
