import type { Finding } from '../model/check.ts'
import { failed, type Result, success } from '../model/result.ts'
import { defined } from '../values/defined.ts'
import { safeLine } from '../values/safe-text.ts'
import type { Secret } from '../values/secret.ts'
import { describeError } from './describe-error.ts'
import { ask, type HttpAnswer } from './http.ts'
import { errorIn, incompleteness, readMatrix, readVector, type Track, type VectorRow } from './vector.ts'

export type { Track, VectorRow } from './vector.ts'

/** How to query Mimir. */
export interface MimirAccess {
  /** http://host:port, without a path. */
  readonly url: string
  /** Where Mimir serves Prometheus's API; /prometheus by default. */
  readonly queryPath: string
  /** The whole Authorization header, where one is needed. */
  readonly authorization?: Secret
  readonly ca?: string
}

export type MimirQueryError = Extract<Finding, { kind: 'mimir-silent' | 'mimir-refused' }>

/** Asks Mimir, as a tenant, one PromQL expression. */
export type Mimir = Query<VectorRow>

/** Asks Mimir, as a tenant, for all samples of a range selector. */
export type MimirHistory = Query<Track>

type Query<T> = (
  tenant: string,
  expression: string,
  signal?: AbortSignal,
  /** The moment that is asked about, seconds since 1970; now, without it. */
  at?: number,
) => Promise<Result<T[], MimirQueryError>>

const DEADLINE = 15_000

/** A Mimir that is queried over HTTP for its current samples. */
export function httpMimir(access: MimirAccess): Mimir {
  return httpQuery(access, readVector)
}

/** A Mimir that is queried over HTTP for the samples of a range. */
export function httpMimirHistory(access: MimirAccess): MimirHistory {
  return httpQuery(access, readMatrix)
}

/** POST, because the names of a thousand nodes do not fit into a URL. */
function httpQuery<T>(access: MimirAccess, understand: (body: string) => T[] | undefined): Query<T> {
  const url = new URL(`${access.queryPath.replace(/\/$/u, '')}/api/v1/query`, access.url)
  return async (tenant, expression, signal, at) => {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-scope-orgid': tenant,
      // The proof is of now: neither a query-frontend nor a proxy may answer from its cache.
      'cache-control': 'no-store',
      ...defined({ authorization: access.authorization?.reveal() }),
    }
    try {
      const time = at === undefined ? {} : { time: at.toFixed(3) }
      const body = new URLSearchParams({ query: expression, ...time }).toString()
      const answer = await ask({
        url,
        method: 'POST',
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        body,
        deadline: DEADLINE,
        ...defined({ ca: access.ca, signal }),
      })
      return read(answer, url.href, understand)
    } catch (error) {
      return failed({ kind: 'mimir-silent', url: url.href, evidence: safeLine(describeError(error)) })
    }
  }
}

function read<T>(
  { status, body }: HttpAnswer,
  url: string,
  understand: (body: string) => T[] | undefined,
): Result<T[], MimirQueryError> {
  const rows = status === 200 ? understand(body) : undefined
  // A partial answer proves nothing, least of all that another tenant has nothing.
  const lacking = rows === undefined ? errorIn(body) : incompleteness(body)
  return rows === undefined || lacking !== ''
    ? failed({ kind: 'mimir-refused', url, status, evidence: safeLine(lacking) })
    : success(rows)
}
