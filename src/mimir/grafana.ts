import type { Finding } from '../model/check.ts'
import { failed, type Result, success } from '../model/result.ts'
import { defined } from '../values/defined.ts'
import { isRecord, type JsonRecord, jsonRecord, textOf } from '../values/json.ts'
import { safeLine } from '../values/safe-text.ts'
import type { Secret } from '../values/secret.ts'
import { uriComponent } from '../values/uri-component.ts'
import { describeError } from './describe-error.ts'
import { ask, type HttpAnswer } from './http.ts'
import { readVector, type VectorRow } from './vector.ts'

/** How to query the data source of a Grafana. */
export interface GrafanaAccess {
  /** Scheme, host, port, and the path that it is served below; no slash at the end. */
  readonly url: string
  /** The name of the data source. */
  readonly datasource: string
  /** The whole Authorization header. */
  readonly authorization?: Secret
  readonly ca?: string
}

export type GrafanaQueryError = Extract<
  Finding,
  { kind: 'grafana-silent' | 'grafana-refused' | 'datasource-missing' | 'datasource-differs' }
>

/** What the data source shows for one PromQL expression, and where it sends its own questions. */
export interface Shown {
  readonly rows: readonly VectorRow[]
  readonly url: string
}

export type Grafana = (expression: string, signal?: AbortSignal) => Promise<Result<Shown, GrafanaQueryError>>

const DEADLINE = 15_000
const TENANT_HEADER = 'x-scope-orgid'

/** A Grafana that is queried over HTTP, as its pages query it: through the proxy of the data source. */
export function httpGrafana(access: GrafanaAccess): Grafana {
  return async (expression, signal) => {
    const path = `/api/datasources/name/${uriComponent(access.datasource)}`
    const found = await request(access, path, undefined, signal)
    if (!found.ok) return found
    const datasource = read(access, path, found.value)
    if (!datasource.ok) return datasource
    const { uid, url } = datasource.value
    const proxy = `/api/datasources/proxy/uid/${uriComponent(uid)}/api/v1/query`
    const answer = await request(access, proxy, new URLSearchParams({ query: expression }).toString(), signal)
    if (!answer.ok) return answer
    const rows = answer.value.status === 200 ? readVector(answer.value.body) : undefined
    return rows === undefined ? refused(access, proxy, answer.value) : success({ rows, url })
  }
}

async function request(
  { url, authorization, ca }: GrafanaAccess,
  path: string,
  form: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Result<HttpAnswer, GrafanaQueryError>> {
  const headers = {
    accept: 'application/json',
    ...defined({ authorization: authorization?.reveal() }),
    ...(form === undefined
      ? {}
      : {
          'content-type': 'application/x-www-form-urlencoded',
          'content-length': String(Buffer.byteLength(form)),
        }),
  }
  try {
    const answer = await ask({
      url: new URL(`${url}${path}`),
      method: form === undefined ? 'GET' : 'POST',
      headers,
      deadline: DEADLINE,
      ...defined({ body: form, ca, signal }),
    })
    return success(answer)
  } catch (error) {
    return failed({ kind: 'grafana-silent', url, evidence: safeLine(describeError(error)) })
  }
}

/** The data source as Grafana describes it: never its secrets, only which of them are set. */
function read(
  access: GrafanaAccess,
  path: string,
  answer: HttpAnswer,
): Result<{ uid: string; url: string }, GrafanaQueryError> {
  const { datasource: name } = access
  if (answer.status === 404) return failed({ kind: 'datasource-missing', url: access.url, name })
  const record = answer.status === 200 ? jsonRecord(answer.body) : undefined
  const uid = textOf(record, 'uid')
  if (record === undefined || uid === '') return refused(access, path, answer)
  const type = textOf(record, 'type')
  const differences = [
    ...(type === 'prometheus' ? [] : [{ field: 'type', expected: 'prometheus', found: type || 'none' }]),
    ...(carriesTenant(record) ? [] : [{ field: 'header', expected: 'X-Scope-OrgID', found: 'none' }]),
  ].map(({ field, expected, found }) => ({ field, expected: safeLine(expected), found: safeLine(found) }))
  if (differences.length > 0) return failed({ kind: 'datasource-differs', name, differences })
  return success({ uid, url: textOf(record, 'url') })
}

/** Custom headers are pairs: jsonData.httpHeaderName1 and the secret httpHeaderValue1, and so on. */
function carriesTenant(datasource: JsonRecord): boolean {
  const { jsonData: names, secureJsonFields: values } = datasource
  if (!isRecord(names) || !isRecord(values)) return false
  return Object.keys(names).some((key) => {
    const number = /^httpHeaderName(?<number>\d+)$/u.exec(key)?.groups?.['number']
    return (
      number !== undefined &&
      textOf(names, key).toLowerCase() === TENANT_HEADER &&
      values[`httpHeaderValue${number}`] === true
    )
  })
}

function refused(
  { url }: GrafanaAccess,
  path: string,
  { status, body }: HttpAnswer,
): Result<never, GrafanaQueryError> {
  return failed({ kind: 'grafana-refused', url: `${url}${path}`, status, evidence: safeLine(body, 400) })
}
