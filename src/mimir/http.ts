import http from 'node:http'
import https from 'node:https'
import { defined } from '../values/defined.ts'

export interface HttpAnswer {
  readonly status: number
  readonly body: string
  /** By names in lower case. */
  readonly headers: http.IncomingHttpHeaders
}

export interface HttpRequest {
  readonly url: URL
  readonly method: 'GET' | 'POST' | 'HEAD'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** PEM text of the authority to trust, instead of the system's. */
  readonly ca?: string
  /** Bytes of a body beyond which it is no answer. */
  readonly longest?: number
  /** Milliseconds for the whole answer. */
  readonly deadline: number
  readonly signal?: AbortSignal
}

/** What logs of Mimir and of proxies show; some refuse clients without one. */
const USER_AGENT = 'kolla-mimir'

/** A longer answer is not one to a query of kolla-mimir. */
const LONGEST_BODY = 64 * 1024 * 1024

/** One HTTP exchange. Rejects with an Error for whatever is not an answer: no connection, a timeout, an abort. */
export async function ask(question: HttpRequest): Promise<HttpAnswer> {
  const { longest = LONGEST_BODY } = question
  const timeout = AbortSignal.timeout(question.deadline)
  const signal = question.signal === undefined ? timeout : AbortSignal.any([timeout, question.signal])
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void =>
      reject(timeout.aborted ? new Error(`no answer within ${question.deadline / 1000} s`) : error)
    const secure = question.url.protocol === 'https:'
    const headers = { 'user-agent': USER_AGENT, ...question.headers }
    const options = { method: question.method, headers, signal, agent: false as const }
    // Said here, so that NODE_TLS_REJECT_UNAUTHORIZED of the environment opens nothing.
    const trust = { ca: question.ca, rejectUnauthorized: true }
    const request = secure
      ? https.request(question.url, defined({ ...options, ...trust }))
      : http.request(question.url, options)
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > longest) response.destroy(new Error(`an answer of more than ${longest} bytes`))
        else chunks.push(chunk)
      })
      response.on('error', fail)
      response.on('end', () => {
        const { statusCode: status = 0, headers: answered } = response
        resolve({ status, body: Buffer.concat(chunks).toString('utf8'), headers: answered })
      })
    })
    request.on('error', fail)
    request.end(question.body)
  })
}
