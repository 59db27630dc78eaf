import { request as connect, type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { answer } from './service.ts'
import type { TenantStore } from './tenant-store.ts'

/** Hop by hop, or meant for the master alone. */
const NOT_FORWARDED = new Set(['connection', 'host', 'keep-alive', 'transfer-encoding', 'x-scope-orgid'])

/** Has a store answer a request under `path`, the query included; its status, type and body are passed on as they are. */
export async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  { port }: TenantStore,
  path: string,
): Promise<void> {
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(([name]) => !NOT_FORWARDED.has(name)),
  )
  const onward = connect({ host: '127.0.0.1', port, method: request.method, path, headers })
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    onward.once('response', resolve)
    onward.once('error', reject)
  })
  try {
    await pipeline(request, onward)
    const store = await answered
    response.writeHead(store.statusCode ?? 502, passedBack(store))
    await pipeline(store, response)
  } catch (error) {
    answer(response, 502, `${error instanceof Error ? error.message : String(error)}\n`)
  }
}

function passedBack(store: IncomingMessage): Record<string, string> {
  const type = store.headers['content-type']
  const encoding = store.headers['content-encoding']
  return {
    ...(type === undefined ? {} : { 'Content-Type': type }),
    ...(encoding === undefined ? {} : { 'Content-Encoding': encoding }),
  }
}
