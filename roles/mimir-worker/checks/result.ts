import type { CheckName, CheckResult, Finding } from '../../../src/model/check.ts'
import { safeLine } from '../../../src/values/safe-text.ts'

export function passed(check: CheckName, facts: Readonly<Record<string, string | number>> = {}): CheckResult {
  const list = Object.entries(facts).map(([name, value]) => ({ name, value: safeLine(String(value)) }))
  return { check, state: 'passed', finding: { kind: 'good', facts: list } }
}

/** It is wrong, and waiting will not mend it. */
export function broken(check: CheckName, finding: Finding): CheckResult {
  return { check, state: 'failed', finding }
}

/** It is not right yet, but may be before the deadline. */
export function waiting(check: CheckName, finding: Finding): CheckResult {
  return { check, state: 'waiting', finding }
}
