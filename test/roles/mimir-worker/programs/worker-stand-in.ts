import { Worker } from 'node:worker_threads'

/** A loopback HTTP server of its own thread, so that it answers while this one waits for a shell. */
export interface StandIn {
  readonly port: number
  end(): Promise<void>
}

/** Path, query included → the body of a 200, or a whole [status, body]. Other paths are 404. */
export type Pages = Readonly<Record<string, string | readonly [number, string]>>

const SERVER = `
const { parentPort, workerData } = require('node:worker_threads')
const server = require('node:http').createServer((request, response) => {
  const page = workerData[request.url] ?? [404, '404 page not found\\n']
  const [status, body] = typeof page === 'string' ? [200, page] : page
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(body)
})
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))
`

export async function workerStandIn(pages: Pages): Promise<StandIn> {
  const worker = new Worker(SERVER, { eval: true, workerData: pages })
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
  return {
    port,
    end: async () => {
      await worker.terminate()
    },
  }
}
