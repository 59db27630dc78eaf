import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { failed, success } from '../../src/model/result.ts'
import { digestOfTag } from '../../src/registry/registry.ts'

const D = `sha256:${'d'.repeat(64)}`
const servers: (Server | TcpServer)[] = []

async function listening(server: Server | TcpServer): Promise<string> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('it listens on no port')
  return `127.0.0.1:${address.port}`
}

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked: string[] = []
  const host = await listening(
    createServer((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? '-'}`)
      answer(request, response)
    }),
  )
  return { host, asked }
}

const open = new AbortController().signal
const query = async (host: string) =>
  digestOfTag({ host, repository: 'prom/prometheus', tag: 'v2.53.5' }, { scheme: 'http', signal: open })

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
  }
})

describe('the digest that a registry has under a tag', () => {
  it('is asked by HEAD, for an index before a manifest', async () => {
    let accept: string | undefined
    const { host, asked } = await serve((request, response) => {
      ;({ accept } = request.headers)
      response.writeHead(200, { 'docker-content-digest': D }).end()
    })
    expect(await query(host)).toEqual(success(D))
    expect(asked).toEqual(['HEAD /v2/prom/prometheus/manifests/v2.53.5 -'])
    expect(accept).toMatch(/^application\/vnd\.oci\.image\.index\.v1\+json, .*manifest\.list/u)
  })

  it('takes the token that everybody gets', async () => {
    const { host, asked } = await serve((request, response) => {
      if (request.url?.startsWith('/token')) response.end('{"token":"abc"}')
      else if (request.headers.authorization === 'Bearer abc')
        response.writeHead(200, { 'docker-content-digest': D }).end()
      else {
        const realm = `http://${request.headers.host}/token`
        const challenge = `Bearer realm="${realm}",service="s",scope="repository:prom/prometheus:pull"`
        response.writeHead(401, { 'www-authenticate': challenge }).end()
      }
    })
    expect(await query(host)).toEqual(success(D))
    expect(asked).toEqual([
      'HEAD /v2/prom/prometheus/manifests/v2.53.5 -',
      'GET /token?service=s&scope=repository%3Aprom%2Fprometheus%3Apull -',
      'HEAD /v2/prom/prometheus/manifests/v2.53.5 Bearer abc',
    ])
  })

  it('is the sum of the manifest where no header names it in the one form', async () => {
    const body = '{"schemaVersion":2}'
    const { host } = await serve((_, response) =>
      response.writeHead(200, { 'docker-content-digest': 'sha256:short' }).end(body),
    )
    expect(await query(host)).toEqual(success(`sha256:${createHash('sha256').update(body).digest('hex')}`))
  })

  it.each([
    [404, {}, 'answered 404'],
    [307, { location: 'http://127.0.0.1:1/' }, 'answered 307'],
    [401, { 'www-authenticate': 'Basic realm="x"' }, 'wants a login'],
    [401, { 'www-authenticate': 'Bearer realm="ftp://elsewhere/"' }, 'wants a login'],
  ])('is not known from %d %j', async (status, headers, why) => {
    const { host } = await serve((_, response) => response.writeHead(status, headers).end())
    const answer = await query(host)
    expect(answer).toEqual(failed(expect.stringContaining(why)))
  })

  it('is given up after three seconds where nothing answers', async () => {
    const host = await listening(createTcpServer((socket) => void socket.on('error', () => socket.destroy())))
    const began = performance.now()
    const answer = await query(host)
    expect(answer.ok).toBe(false)
    expect(performance.now() - began).toBeLessThan(5000)
  })
})
