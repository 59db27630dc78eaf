import { CHECKS, type CheckName, type CheckResult, isProven } from '../../../src/model/check.ts'
import { arrival } from './arrival.ts'
import { configuration } from './configuration.ts'
import { container } from './container.ts'
import { fleet } from './duplicate-senders.ts'
import type { Evidence } from './evidence.ts'
import { grafana } from './grafana.ts'
import { identity } from './identity.ts'
import { isolation } from './isolation.ts'
import { sending } from './sending.ts'
import { targets } from './targets.ts'

const JUDGES: Readonly<Record<CheckName, (evidence: Evidence) => CheckResult>> = {
  container,
  identity,
  configuration,
  targets,
  sending,
  arrival,
  isolation,
  fleet,
  grafana,
}

/** Checks that mean nothing unless the one named before them passed: what another process says proves nothing. */
const AFTER: Partial<Record<CheckName, CheckName>> = {
  identity: 'container',
  configuration: 'identity',
  targets: 'identity',
  sending: 'identity',
  arrival: 'identity',
  // What the tenant itself does not have, no other tenant can see.
  isolation: 'arrival',
  fleet: 'identity',
  grafana: 'arrival',
}

/** Checks that only a store that answers queries can answer. */
const OF_STORE: readonly CheckName[] = ['arrival', 'isolation', 'fleet', 'grafana']

/** Judges one observation by the whole chain, in its order; Grafana only where one was queried. */
export function judge(evidence: Evidence): CheckResult[] {
  const results = new Map<CheckName, CheckResult>()
  const applicable = CHECKS.filter((check) => isApplicable(check, evidence))
  for (const check of applicable) {
    const before = AFTER[check]
    const needed = before === undefined ? undefined : results.get(before)
    const reached =
      needed === undefined || isProven(needed) || (check === 'identity' && needed.state === 'waiting')
    results.set(
      check,
      reached ? secondTo(results.get('arrival'), JUDGES[check](evidence)) : notReached(check, needed),
    )
  }
  return [...results.values()]
}

function isApplicable(check: CheckName, { arrival: inMimir, elsewhere }: Evidence): boolean {
  const isAsked = inMimir === undefined || !('queryError' in inMimir)
  if (elsewhere === true && !isAsked && OF_STORE.includes(check)) return false
  return check !== 'grafana' || inMimir?.grafana !== undefined
}

/** That nothing arrived is said once. */
function secondTo(arrived: CheckResult | undefined, result: CheckResult): CheckResult {
  const again = result.check === 'fleet' && result.finding.kind === 'not-arrived'
  return again && arrived !== undefined && arrived.state !== 'passed'
    ? notReached(result.check, arrived)
    : result
}

function notReached(check: CheckName, after: CheckResult): CheckResult {
  const state = after.state === 'waiting' ? 'waiting' : 'skipped'
  return { check, state, finding: { kind: 'not-reached', after: after.check } }
}

/** Proven, broken for good, or worth another observation. */
export function chainState(results: readonly CheckResult[]): 'proven' | 'broken' | 'waiting' {
  if (results.some(({ state }) => state === 'failed')) return 'broken'
  return results.every(isProven) ? 'proven' : 'waiting'
}

/** At the deadline a check that still waits has failed, and a check that waits behind it is skipped. */
export function settle(results: readonly CheckResult[]): CheckResult[] {
  return results.map((result) => {
    if (result.state !== 'waiting') return result
    return { ...result, state: result.finding.kind === 'not-reached' ? 'skipped' : 'failed' }
  })
}
