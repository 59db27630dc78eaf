import { Worker } from 'node:worker_threads'

/** A Mimir on loopback in a thread of its own: it answers a push with what came to it, as JSON. */
export interface PushStandIn {
  readonly port: number
  end(): Promise<void>
}

const SERVER = `
const { parentPort, workerData } = require('node:worker_threads')
const { createServer } = workerData ? require('node:https') : require('node:http')
const server = createServer(workerData ?? {}, (request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const { method, url, headers } = request
    const watched = {
      '/down': 'x_a_up{name="} 1"} 0\\nx_a_up_total 0\\nx_b_up 0.0\\nx_c_up 1\\nx_d_up 0e+00 1700000000000\\nx_d_up 0.5\\n',
      '/probe': 'Logs:\\nts=1 level=error msg="Error for HTTP request" err="no route"\\nx_a_up 0\\n',
      '/many': Array.from({ length: 1500 }, (_, at) => 'metric_with_a_long_name_' + at + ' 1\\n').join(''),
      '/up': 'x_a_up 1\\nx_a_up{a="0"} 10\\n',
    }[url]
    const status = watched || url === '/metrics' || url === '/ready' || url === '/push' ? 200 : 404
    response.writeHead(status, { 'content-type': 'text/plain' })
    if (watched) return response.end(watched)
    if (url === '/metrics') response.end('# HELP node_x x\\nnode_uname_info{a="b"} 1\\nnode_load1 0.5\\n')
    else response.end(JSON.stringify({ method, headers, body: Buffer.concat(chunks).toString('base64') }) + '\\n')
  })
})
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))
`

export async function pushStandIn(tls?: {
  readonly key: string
  readonly cert: string
}): Promise<PushStandIn> {
  const worker = new Worker(SERVER, { eval: true, workerData: tls })
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
