import type { CheckResult } from '../../../src/model/check.ts'
import type { Evidence } from './evidence.ts'
import { broken, passed, waiting } from './result.ts'
import { sameMoment } from './same-process.ts'

/** Statuses by which a Mimir or the proxy before it says that a tenant is not for us to see. */
const KEPT_OUT: readonly number[] = [401, 403]

/**
 * The negative control: another tenant does not see this process. Where tenants are not kept apart, every tenant's
 * name reads everything, and "the tenant has it" proves nothing.
 */
export function isolation({ arrival, facts, vars }: Evidence): CheckResult {
  if (arrival === undefined || 'queryError' in arrival) {
    return waiting('isolation', { kind: 'not-reached', after: 'arrival' })
  }
  const { control } = arrival
  if (control === undefined) return passed('isolation', { asked: 'no' })
  const { tenant: other } = control
  if ('queryError' in control) {
    const { queryError } = control
    return queryError.kind === 'mimir-refused' && KEPT_OUT.includes(queryError.status)
      ? passed('isolation', { other, refused: queryError.status })
      : waiting('isolation', queryError)
  }
  const start = facts.worker?.startTime
  if (start !== undefined && control.processStart !== undefined && sameMoment(control.processStart, start)) {
    return broken('isolation', { kind: 'seen-by-other-tenant', tenant: vars.tenant, other })
  }
  return passed('isolation', { other, sees: 'nothing' })
}
