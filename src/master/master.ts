import type { Finding } from '../model/check.ts'
import { isRecord, listOf, textOf } from '../model/json.ts'
import { failed, type Result, success } from '../model/result.ts'
import { safeLine } from '../model/safe-text.ts'
import type { Secret } from '../model/secret.ts'
import { ask, type HttpAnswer } from './http.ts'

/** How the master is asked for what a tenant has. */
export interface MasterAccess {
  /** http://host:port, without a path. */
  readonly url: string
  /** Where Mimir serves Prometheus's API; /prometheus by default. */
  readonly queryPath: string
  /** The whole Authorization header, where one is needed. */
  readonly authorization?: Secret
  readonly ca?: string
}

/** One series of an instant query: its labels, and its value. */
export interface Row {
  readonly labels: Readonly<Record<string, string>>
  /** NaN also for an infinity. */
  readonly value: number
}

export type MasterTrouble = Extract<Finding, { kind: 'master-silent' | 'master-refused' }>

/** Asks the master, as a tenant, one PromQL expression. */
export type Master = (
  tenant: string,
  expression: string,
  signal?: AbortSignal,
) => Promise<Result<Row[], MasterTrouble>>

const DEADLINE = 15_000

/** A master that is asked over HTTP. POST, because the names of a thousand nodes do not fit into a URL. */
export function httpMaster(access: MasterAccess): Master {
  const url = new URL(`${access.queryPath.replace(/\/$/u, '')}/api/v1/query`, access.url)
  return async (tenant, expression, signal) => {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-scope-orgid': tenant,
      ...(access.authorization === undefined ? {} : { authorization: access.authorization.reveal() }),
    }
    try {
      const body = new URLSearchParams({ query: expression }).toString()
      const answer = await ask({
        url,
        method: 'POST',
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        body,
        deadline: DEADLINE,
        ...(access.ca === undefined ? {} : { ca: access.ca }),
        ...(signal === undefined ? {} : { signal }),
      })
      return read(answer, url.href)
    } catch (error) {
      return failed({ kind: 'master-silent', url: url.href, evidence: safeLine(describe(error)) })
    }
  }
}

function read({ status, body }: HttpAnswer, url: string): Result<Row[], MasterTrouble> {
  const rows = status === 200 ? vector(body) : undefined
  return rows === undefined
    ? failed({ kind: 'master-refused', url, status, evidence: safeLine(body) })
    : success(rows)
}

interface VectorAnswer {
  readonly status?: unknown
  readonly data?: { readonly resultType?: unknown; readonly result?: unknown }
}

/** The rows of an instant vector; undefined where the text is anything else. */
function vector(body: string): Row[] | undefined {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every field of it is unknown and looked at
    const answer = JSON.parse(body) as VectorAnswer | null
    const result = answer?.data?.result
    if (answer?.status !== 'success' || answer.data?.resultType !== 'vector' || !Array.isArray(result))
      return undefined
    return result.map(row)
  } catch {
    return undefined
  }
}

/** Throws on a row of another shape, and with it the whole answer is refused. */
function row(entry: unknown): Row {
  const metric = isRecord(entry) ? entry['metric'] : undefined
  const value = isRecord(entry) ? listOf(entry, 'value')[1] : undefined
  if (!isRecord(metric) || typeof value !== 'string') throw new TypeError('a row of another shape')
  const labels = Object.keys(metric).map((name) => [name, textOf(metric, name)] as const)
  return { labels: Object.fromEntries(labels), value: Number(value) }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // Node hides the cause of a connection that failed on every address in an AggregateError without a message.
  const inner = error instanceof AggregateError ? error.errors.map(String).join('; ') : ''
  return error.message || inner || error.name
}
