import http from 'node:http'
import https from 'node:https'
import { defined } from '../values/defined.ts'

export interface HttpAnswer {
  readonly status: number
  readonly body: string
}

export interface HttpRequest {
  readonly url: URL
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
  /** PEM text of the authority to trust, instead of the system's. */
  readonly ca?: string
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
  const timeout = AbortSignal.timeout(question.deadline)
  const signal = question.signal === undefined ? timeout : AbortSignal.any([timeout, question.signal])
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void =>
      reject(timeout.aborted ? new Error(`no answer within ${question.deadline / 1000} s`) : error)
    const secure = question.url.protocol === 'https:'
    const headers = { 'user-agent': USER_AGENT, ...question.headers }
    const options = { method: question.method, headers, signal, agent: false as const }
    const request = secure
      ? https.request(question.url, defined({ ...options, ca: question.ca }))
      : http.request(question.url, options)
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > LONGEST_BODY) response.destroy(new Error(`an answer of more than ${LONGEST_BODY} bytes`))
        else chunks.push(chunk)
      })
      response.on('error', fail)
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') })
      })
    })
    request.on('error', fail)
    request.end(question.body)
  })
}
