import { createHash } from 'node:crypto'
import { describeError } from '../mimir/describe-error.ts'
import { ask, type HttpAnswer } from '../mimir/http.ts'
import { failed, type Result, success } from '../model/result.ts'
import { jsonRecord, textOf } from '../values/json.ts'
import { bearerChallenge } from './bearer-challenge.ts'

/** A name in a registry: docker.io/prom/prometheus:v2.53.5 is registry-1.docker.io, prom/prometheus and v2.53.5. */
export interface TaggedName {
  /** host or host:port. */
  readonly host: string
  readonly repository: string
  readonly tag: string
}

/** How a registry is reached: over HTTPS, but for tests. */
export interface RegistryAccess {
  readonly scheme?: 'https' | 'http'
  /** PEM text of the authority to trust, instead of the system's. */
  readonly ca?: string
  readonly signal: AbortSignal
}

/** Milliseconds for all exchanges together: registries that only nodes reach must not delay a run. */
const DEADLINE = 3000

/** Manifests and tokens are some kilobytes. */
const LONGEST = 4 * 1024 * 1024

const MANIFESTS = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ')

const DIGEST = /^sha256:[0-9a-f]{64}$/u

/** The digest that a registry has under a name now, asked without a login. Fails with why it cannot say. Never rejects. */
export async function digestOfTag(name: TaggedName, access: RegistryAccess): Promise<Result<string, string>> {
  const until = performance.now() + DEADLINE
  try {
    return await resolved(
      name,
      async (method, url, headers) => {
        const deadline = Math.max(1, Math.ceil(until - performance.now()))
        return ask({ url, method, headers, deadline, longest: LONGEST, ...access })
      },
      access,
    )
  } catch (error) {
    return failed(describeError(error))
  }
}

type Exchange = (
  method: 'GET' | 'HEAD',
  url: URL,
  headers: Readonly<Record<string, string>>,
) => Promise<HttpAnswer>

/** HEAD counts as no pull; where it names no digest the manifest itself is summed. */
async function resolved(
  { host, repository, tag }: TaggedName,
  exchange: Exchange,
  { scheme = 'https' }: RegistryAccess,
): Promise<Result<string, string>> {
  const url = new URL(`${scheme}://${host}/v2/${repository}/manifests/${tag}`)
  const accept = { accept: MANIFESTS }
  let headers: Readonly<Record<string, string>> = accept
  let answer = await exchange('HEAD', url, headers)
  if (answer.status === 401) {
    const token = await tokenFor(answer, exchange, scheme)
    if (!token.ok) return token
    headers = { ...accept, authorization: `Bearer ${token.value}` }
    answer = await exchange('HEAD', url, headers)
  }
  if (answer.status !== 200) return failed(`${url.host} answered ${answer.status}`)
  const said = answer.headers['docker-content-digest']
  if (typeof said === 'string' && DIGEST.test(said)) return success(said)
  const { status, body } = await exchange('GET', url, headers)
  if (status !== 200 || body === '') return failed(`${url.host} answered ${status}`)
  return success(`sha256:${createHash('sha256').update(body).digest('hex')}`)
}

/** A token that everybody gets; of this machine's logins none is used. */
async function tokenFor(
  { headers }: HttpAnswer,
  exchange: Exchange,
  scheme: string,
): Promise<Result<string, string>> {
  const url = bearerChallenge(headers['www-authenticate'] ?? '')
  if (url?.protocol !== `${scheme}:`) return failed('the registry wants a login')
  const { status, body } = await exchange('GET', url, {})
  const answer = status === 200 ? jsonRecord(body) : undefined
  const token = textOf(answer, 'token') || textOf(answer, 'access_token')
  return /^[\w.~+/=-]{1,16000}$/u.test(token)
    ? success(token)
    : failed(`${url.host} gave no token: ${status}`)
}
