import { failed, type Result, success } from '../model/result.ts'
import { defined } from '../values/defined.ts'
import { isRecord, jsonRecord } from '../values/json.ts'
import { safeLine } from '../values/safe-text.ts'
import { describeError } from './describe-error.ts'
import { ask } from './http.ts'
import type { MimirAccess, MimirQueryError } from './mimir.ts'

/** What a tenant may send and store; a limit that does not apply is not there. */
export interface TenantLimits {
  /** Samples a second. */
  readonly ingestion_rate?: number
  readonly max_global_series_per_user?: number
  readonly max_global_series_per_metric?: number
}

const TENANT_LIMITS = [
  'ingestion_rate',
  'max_global_series_per_user',
  'max_global_series_per_metric',
] as const satisfies readonly (keyof TenantLimits)[]

/** Asks Mimir for the limits of a tenant. A Cortex, and a gateway that does not let it through, have no such path. */
export type MimirLimits = (
  tenant: string,
  signal?: AbortSignal,
) => Promise<Result<TenantLimits, MimirQueryError>>

const DEADLINE = 5000

/** The limits of Mimir's own API, which is beside the path for pushes. */
export function httpMimirLimits(access: MimirAccess, pushPath: string): MimirLimits {
  const prefix = /^(?<prefix>.*)\/api\/v1\/push\/?$/u.exec(pushPath)?.groups?.['prefix'] ?? ''
  const url = new URL(`${prefix}/api/v1/user_limits`, access.url)
  return async (tenant, signal) => {
    const headers = {
      'x-scope-orgid': tenant,
      'cache-control': 'no-store',
      ...defined({ authorization: access.authorization?.reveal() }),
    }
    try {
      const more = defined({ ca: access.ca, signal })
      const { status, body } = await ask({ url, method: 'GET', headers, deadline: DEADLINE, ...more })
      const limits = status === 200 ? limitsIn(body) : undefined
      if (limits !== undefined) return success(limits)
      return failed({ kind: 'mimir-refused', url: url.href, status, evidence: safeLine(body) })
    } catch (error) {
      return failed({ kind: 'mimir-silent', url: url.href, evidence: safeLine(describeError(error)) })
    }
  }
}

/** Undefined where the answer is anything else. Mimir writes 0 where there is no limit. */
function limitsIn(body: string): TenantLimits | undefined {
  const answer = jsonRecord(body)
  if (!isRecord(answer) || !TENANT_LIMITS.some((name) => name in answer)) return undefined
  return Object.fromEntries(
    TENANT_LIMITS.flatMap((name) => {
      const limit = answer[name]
      return typeof limit === 'number' && limit > 0 ? [[name, limit] as const] : []
    }),
  )
}
