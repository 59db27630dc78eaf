import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** A server of the lab that runs until it is closed. */
export interface Service {
  /** Where it answers, without a trailing slash: `http://10.78.0.1:80`. */
  readonly url: string
  close(): Promise<void>
}

export interface ListenAddress {
  readonly host: string
  readonly port: number
}

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Reads `HOST:PORT`, `[IPV6]:PORT`; throws an Error that says what was expected. */
export function listenAddress(text: string): ListenAddress {
  const found = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]+)):(\d{1,5})$/u.exec(text)
  const host = found?.[1] ?? found?.[2]
  const port = Number(found?.[3])
  if (host === undefined || port > 65_535) {
    throw new Error(`--listen: expected HOST:PORT, found ${text === '' ? 'nothing' : text}`)
  }
  return { host, port }
}

/** Starts an HTTP server; port 0 takes a free one. A handler that rejects costs its request a 500, not the server. */
export async function serve(handler: Handler, { host, port }: ListenAddress): Promise<Service> {
  const server = createServer((request, response) => {
    handler(request, response).catch((error: unknown) => {
      answer(response, 500, `${error instanceof Error ? error.message : String(error)}\n`)
    })
  })
  server.requestTimeout = 0
  // As Mimir's: a sender that tries again some seconds later finds its connection open.
  server.keepAliveTimeout = 120_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return { url: urlOf(server), close: () => closed(server) }
}

/** Answers with plain text, unless an answer is already under way: then the connection is cut. */
export function answer(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text)
}

export function answerJson(response: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value)
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
  })
  response.end(body)
}

/** The whole body of a request; undefined where it is longer than `limit` bytes, and the rest is not read. */
export async function bodyOf(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > limit) return undefined
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}

/** Waits so long as the client does; false when it went away. */
export async function holdBack(response: ServerResponse, milliseconds: number): Promise<boolean> {
  if (milliseconds <= 0) return true
  const gone = new AbortController()
  const leave = () => gone.abort()
  response.once('close', leave)
  try {
    await pause(milliseconds, undefined, { signal: gone.signal })
    return true
  } catch {
    return false
  } finally {
    response.off('close', leave)
  }
}

function urlOf(server: Server): string {
  const { address, family, port } = boundTo(server)
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

function boundTo(server: Server): AddressInfo {
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('the server is not listening on a port')
  return bound
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
