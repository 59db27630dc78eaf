import type { IncomingMessage, ServerResponse } from 'node:http'
import { type FaultKeys, readFault } from './fault.ts'
import { answerJson, bodyOf } from './service.ts'

/** One request as it was answered; status 0 where the client was never answered. */
interface LoggedRequest {
  /** ISO 8601, UTC. */
  readonly time: string
  readonly remote: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly tenant?: string
  /** Samples in a push, stored or not. */
  readonly samples?: number
}

/** What becomes known of a request only while it is answered. */
export interface RequestDetails {
  tenant?: string
  samples?: number
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
    const body = await bodyOf(request, LONGEST_FAULT)
    const fault = readFault(body?.toString('utf8') ?? '', control.keys)
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

/** Remembers a request, with the details filled in until then, when it has been answered or given up. */
export function remember<F>(
  control: Control<F>,
  request: IncomingMessage,
  response: ServerResponse,
): RequestDetails {
  const time = new Date().toISOString()
  const remote = request.socket.remoteAddress ?? ''
  const details: RequestDetails = {}
  response.once('close', () => {
    control.requests.push({
      time,
      remote,
      method: request.method ?? '',
      path: request.url ?? '',
      status: response.headersSent ? response.statusCode : 0,
      ...details,
    })
    if (control.requests.length > REMEMBERED) control.requests.shift()
  })
  return details
}

/** The path as it was sent, undecoded, without the query. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? ''
}
