import type { ServerResponse } from 'node:http'
import { type FaultKeys, NAMES, NOT_NEGATIVE, oneForEach, oneOf, TRUE_OR_FALSE } from './fault.ts'
import type { Route } from './master-routes.ts'
import { answer, answerJson } from './service.ts'

/** What is wrong with the master: nothing for `{}`. */
export interface MasterFault {
  /** 202, the answer of an HA tracker that elected somebody else, is for pushes only: nothing is stored. */
  readonly status?: 202 | 400 | 401 | 404 | 429 | 500 | 503
  /** Connections are accepted and never answered. */
  readonly blackHole?: boolean
  readonly delayMs?: number
  /** Only these tenants are hit; all where absent. */
  readonly tenants?: readonly string[]
  /** Only pushes, or only queries, are hit; both where absent. */
  readonly path?: 'push' | 'query'
  /** false: every tenant's name, and none, writes and reads the same data. */
  readonly multitenancy?: boolean
  /** false: /ready answers 503, as in Mimir's first seconds. */
  readonly ready?: boolean
  /** max_global_series_per_user as /api/v1/user_limits tells it; pushes are not limited by it. */
  readonly seriesLimit?: number
  /** Address of a client → what is wrong for it instead of all the above. */
  readonly clients?: Readonly<Record<string, Omit<MasterFault, 'clients'>>>
}

const KEYS: FaultKeys<Omit<MasterFault, 'clients'>> = {
  status: oneOf(202, 400, 401, 404, 429, 500, 503),
  blackHole: TRUE_OR_FALSE,
  delayMs: NOT_NEGATIVE,
  tenants: NAMES,
  path: oneOf('push', 'query'),
  multitenancy: TRUE_OR_FALSE,
  ready: TRUE_OR_FALSE,
  seriesLimit: NOT_NEGATIVE,
}

export const MASTER_FAULT_KEYS: FaultKeys<MasterFault> = { ...KEYS, clients: oneForEach(KEYS) }

/** What is wrong for a client, by its address. */
export function faultOf(fault: MasterFault, client: string | undefined): MasterFault {
  return fault.clients?.[(client ?? '').replace('::ffff:', '')] ?? fault
}

export type Scope = 'push' | 'query' | 'other'

export function scopeOf({ kind }: Route): Scope {
  if (kind === 'push') return 'push'
  return kind === 'query' || kind === 'metadata' || kind === 'cardinality' ? 'query' : 'other'
}

/** The part of a fault that hits a request; `{}` where it is spared. */
export function faultFor(fault: MasterFault, scope: Scope, tenant: string | undefined): MasterFault {
  const { path, tenants, status, clients: _others, ...rest } = fault
  if (path !== undefined && path !== scope) return {}
  if (tenants !== undefined && (tenant === undefined || !tenants.includes(tenant))) return {}
  const hit = scope === 'push' || (scope === 'query' && status !== 202)
  return { ...rest, ...(status !== undefined && hit ? { status } : {}) }
}

const PUSH_TEXTS = {
  202: 'replicas did not match, rejecting sample: replica=r2, elected=r1',
  400: 'per-user series limit of 150000 exceeded (err-mimir-max-series-per-user). To adjust the related per-tenant limit, configure -ingester.max-global-series-per-user, or contact your service administrator.',
  401: 'no org id',
  404: '404 page not found',
  429: 'the request has been rejected because the tenant exceeded the ingestion rate limit, set to 10 items/s with a maximum allowed burst of 10. This limit is applied on the total number of samples, exemplars and metadata received across all distributors (err-mimir-tenant-max-ingestion-rate). To adjust the related per-tenant limits, configure -distributor.ingestion-rate-limit and -distributor.ingestion-burst-size, or contact your service administrator.',
  500: 'send data to ingesters: empty ring',
  503: 'send data to ingesters: failed pushing to ingester i1: user=openstack: the write request has been rejected because the ingester exceeded the allowed number of in-memory series (err-mimir-ingester-max-series). To adjust the related limit, configure -ingester.instance-limits.max-series, or contact your service administrator.',
} as const

const QUERY_ERRORS = {
  202: ['internal', 'a query cannot be answered 202'],
  400: ['bad_data', 'the master of the lab refuses'],
  401: ['unauthorized', 'no org id'],
  404: ['not_found', '404 page not found'],
  429: ['too_many_requests', 'too many outstanding requests'],
  500: ['internal', 'empty ring'],
  503: ['unavailable', 'the master of the lab is unavailable'],
} as const

/** Answers as Mimir does when it refuses: pushes with plain text, queries with Prometheus's JSON. */
export function answerFault(
  response: ServerResponse,
  scope: Scope,
  status: NonNullable<MasterFault['status']>,
): void {
  if (status === 429) response.setHeader('Retry-After', '6')
  if (scope === 'push' || status === 401) {
    answer(response, status, `${PUSH_TEXTS[status]}\n`)
    return
  }
  const [errorType, error] = QUERY_ERRORS[status]
  answerJson(response, status, { status: 'error', errorType, error })
}
