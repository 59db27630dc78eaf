import type { IncomingMessage, ServerResponse } from 'node:http'
import { type FaultKeys, readFault } from './fault.ts'
import { answerJson } from './service.ts'

/** One request as it was answered; status 0 where the client was never answered. */
export interface LoggedRequest {
  /** ISO 8601, UTC. */
  readonly time: string
  readonly remote: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly tenant?: string
}

/** The fault that a service shall show, and what it was asked; `GET /_lab` tells both, `PUT /_lab` sets the fault. */
export interface Control<F> {
  readonly keys: FaultKeys<F>
  fault: F
  readonly requests: LoggedRequest[]
}

const CONTROL_PATH = '/_lab'
const REMEMBERED = 1000
const LONGEST_FAULT = 64 * 1024

export function createControl<F extends object>(keys: FaultKeys<F>, healthy: F): Control<F> {
  return { keys, fault: healthy, requests: [] }
}

/** Answers a request for the control itself, with `more` beside fault and log; false where it is none. */
export async function answerControl<F extends object>(
  control: Control<F>,
  request: IncomingMessage,
  response: ServerResponse,
  more: () => object = () => ({}),
): Promise<boolean> {
  if (pathOf(request) !== CONTROL_PATH) return false
  if (request.method === 'PUT') {
    const fault = readFault(await bodyOf(request), control.keys)
    if (!fault.ok) {
      answerJson(response, 400, { problems: fault.failure })
      return true
    }
    control.fault = fault.value
  } else if (request.method !== 'GET') {
    answerJson(response, 405, { problems: [`expected GET or PUT, found ${request.method}`] })
    return true
  }
  answerJson(response, 200, { fault: control.fault, ...more(), requests: control.requests })
  return true
}

/** Remembers a request when it has been answered or given up; the oldest are forgotten. */
export function remember<F>(
  control: Control<F>,
  request: IncomingMessage,
  response: ServerResponse,
  tenant?: string,
): void {
  const time = new Date().toISOString()
  const remote = request.socket.remoteAddress ?? ''
  response.once('close', () => {
    control.requests.push({
      time,
      remote,
      method: request.method ?? '',
      path: request.url ?? '',
      status: response.headersSent ? response.statusCode : 0,
      ...(tenant === undefined ? {} : { tenant }),
    })
    if (control.requests.length > REMEMBERED) control.requests.shift()
  })
}

/** The path as it was sent, undecoded, without the query. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? ''
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request.iterator()) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > LONGEST_FAULT) throw new Error(`a fault is at most ${LONGEST_FAULT} bytes`)
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}
