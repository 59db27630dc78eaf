import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ask } from '../../src/mimir/http.ts'
import { httpMimir, type MimirAccess } from '../../src/mimir/mimir.ts'
import { Secret } from '../../src/values/secret.ts'

type Answering = (request: IncomingMessage, response: ServerResponse, body: string) => void

const servers: (Server | TcpServer)[] = []

async function listening(server: Server | TcpServer): Promise<string> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('it listens on no port')
  return `http://127.0.0.1:${address.port}`
}

async function serve(answering: Answering): Promise<string> {
  return listening(
    createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => answering(request, response, Buffer.concat(chunks).toString('utf8')))
      request.on('error', () => response.destroy())
    }),
  )
}

/** A server that writes these bytes to whoever connects, and then does what `then` says. */
async function raw(bytes: string, then: 'reset' | 'end' | 'wait'): Promise<string> {
  return listening(
    createTcpServer((socket) => {
      socket.on('error', () => socket.destroy())
      socket.once('data', () => {
        if (bytes !== '') socket.write(bytes)
        if (then === 'reset') setImmediate(() => socket.resetAndDestroy())
        if (then === 'end') socket.end()
      })
    }),
  )
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
  }
  vi.restoreAllMocks()
})

const vector = (...result: unknown[]): string =>
  JSON.stringify({ status: 'success', data: { resultType: 'vector', result } })

function mimir(url: string, access: Partial<MimirAccess> = {}) {
  const asked = httpMimir({ url, queryPath: '/prometheus', ...access })
  return async (expression = 'up', signal?: AbortSignal) => asked('openstack', expression, signal)
}

async function refusal(status: number, body: string) {
  const url = await serve((_request, response) => {
    response.writeHead(status)
    response.end(body)
  })
  const answer = await mimir(url)()
  return answer.ok ? answer : { ...answer.failure, url: answer.failure.url.replace(url, '') }
}

describe('a question to Mimir', () => {
  it('is a POST of a form, as the tenant, on the query path, and not to be answered from a cache', async () => {
    const seen: unknown[] = []
    const url = await serve(({ method, url: path, headers }, response, body) => {
      seen.push({
        method,
        path,
        tenant: headers['x-scope-orgid'],
        type: headers['content-type'],
        length: headers['content-length'],
        login: headers.authorization,
        agent: headers['user-agent'],
        cache: headers['cache-control'],
        query: new URLSearchParams(body).get('query'),
      })
      response.end(vector())
    })
    const expression = 'up{node=~"a&b|c d+é"} == 1 # 100%'
    expect(await mimir(url)(expression)).toEqual({ ok: true, value: [] })
    await mimir(url, { queryPath: '/mimir/', authorization: new Secret('Bearer t0ken') })()
    const common = {
      method: 'POST',
      tenant: 'openstack',
      type: 'application/x-www-form-urlencoded',
      agent: 'kolla-mimir',
      cache: 'no-store',
    }
    expect(seen).toMatchObject([
      { ...common, path: '/prometheus/api/v1/query', login: undefined, query: expression },
      { ...common, path: '/mimir/api/v1/query', login: 'Bearer t0ken', length: '8', query: 'up' },
    ])
  })

  it('may be as long as a fleet is large', async () => {
    const url = await serve((_request, response, body) =>
      response.end(vector({ metric: { length: `${body.length}` }, value: [1, '1'] })),
    )
    const answer = await mimir(url)(`up{node=~"${'compute-node-|'.repeat(20_000)}"}`)
    expect(answer.ok && Number(answer.value[0]?.labels['length'])).toBeGreaterThan(280_000)
  })
})

describe('the answer of Mimir', () => {
  it('is its rows: labels and number', async () => {
    const url = await serve((_request, response) =>
      response.end(
        vector(
          { metric: { node: 'cmp1', job: 'a' }, value: [1_700_000_000.1, '1700000000.123'] },
          { metric: {}, value: [1, 'NaN'] },
        ),
      ),
    )
    expect(await mimir(url)()).toEqual({
      ok: true,
      value: [
        { labels: { node: 'cmp1', job: 'a' }, value: 1_700_000_000.123 },
        { labels: {}, value: Number.NaN },
      ],
    })
  })

  it.each([
    [401, 'no org id'],
    [404, '404 page not found\n'],
    [429, 'too many requests'],
    [302, ''],
    [204, ''],
    [500, 'internal error'],
  ])('is a refusal with status %i and what it said', async (status, body) => {
    expect(await refusal(status, body)).toEqual({
      kind: 'mimir-refused',
      url: '/prometheus/api/v1/query',
      status,
      evidence: body.trim(),
    })
  })

  it.each([
    [400, { status: 'error', errorType: 'bad_data', error: 'parse error' }, 'parse error'],
    [422, { status: 'error', errorType: 'execution', error: 'query timed out' }, 'query timed out'],
    [500, { status: 'error', errorType: 'internal', error: 'empty ring' }, 'empty ring'],
  ])('is a refusal with status %i and the error that its JSON tells', async (status, body, evidence) => {
    expect(await refusal(status, JSON.stringify(body))).toMatchObject({ status, evidence })
  })

  it('is no answer where Mimir warns that it is a part of one', async () => {
    const part = { status: 'success', data: { resultType: 'vector', result: [] } }
    const warnings = ['query result may contain partial data']
    expect(await refusal(200, JSON.stringify({ ...part, warnings }))).toMatchObject({
      kind: 'mimir-refused',
      status: 200,
      evidence: warnings[0],
    })
    const remarks = ['PromQL info: metric might not be a counter', 'PromQL warning: bucket label missing']
    expect(await refusal(200, JSON.stringify({ ...part, warnings: remarks }))).toEqual({
      ok: true,
      value: [],
    })
  })

  it.each([
    '',
    '<html>nginx</html>',
    'null',
    '[]',
    '{"status":"success"}',
    '{"status":"error","error":"x"}',
    '{"status":"success","data":{"resultType":"matrix","result":[]}}',
    '{"status":"success","data":{"resultType":"vector","result":{}}}',
    vector(null),
    vector({ value: [1, '1'] }),
    vector({ metric: 'a', value: [1, '1'] }),
    vector({ metric: {}, value: [1] }),
    vector({ metric: {}, value: 'abc' }),
    vector().slice(0, -3),
  ])('is refused, not believed, where it is %j', async (body) => {
    expect(await refusal(200, body)).toMatchObject({ kind: 'mimir-refused', status: 200 })
  })

  it('brings nothing into a message that would move a cursor, and not too much', async () => {
    const refused = await refusal(500, `\u202E\u001B[2J${'x'.repeat(100_000)}`)
    const evidence = 'evidence' in refused ? refused.evidence : ''
    expect(evidence).toMatch(/^\\u\{202e\}x+…$/u)
    expect(evidence.length).toBeLessThan(400)
  })
})

describe('a Mimir that does not answer is silent', () => {
  const silence = async (url: string, signal?: AbortSignal) => {
    const answer = await mimir(url, { authorization: new Secret('Basic c2VjcmV0') })('up', signal)
    if (answer.ok || answer.failure.kind !== 'mimir-silent') throw new Error('it spoke')
    expect(JSON.stringify(answer)).not.toContain('c2VjcmV0')
    return answer.failure.evidence
  }

  it('where nobody listens', async () => {
    const url = await raw('', 'end')
    for (const server of servers.splice(0)) server.close()
    expect(await silence(url)).toMatch(/ECONNREFUSED/u)
  })

  it.each([
    ['before it said anything', ''],
    ['in the middle of its head', 'HTTP/1.1 200 OK\r\nContent-'],
    ['in the middle of its body', `HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n${vector().slice(0, 20)}`],
  ])('where the connection is reset or ended %s', async (_case, bytes) => {
    expect(await silence(await raw(bytes, 'reset'))).not.toBe('')
    expect(await silence(await raw(bytes, 'end'))).not.toBe('')
  })

  it('where it speaks something else than HTTP', async () => {
    expect(await silence(await raw('SSH-2.0-OpenSSH_9.2\r\n', 'wait'))).toMatch(/Parse Error/u)
  })

  it('where it is aborted', async () => {
    const abort = new AbortController()
    const url = await serve(() => abort.abort())
    expect(await silence(url, abort.signal)).toMatch(/abort/u)
    expect(await silence(url, AbortSignal.abort())).toMatch(/abort/u)
  })

  it('where a login could not be sent in a header, without telling it', async () => {
    const url = await serve((_request, response) => response.end(vector()))
    const answer = await mimir(url, { authorization: new Secret('Bearer two\nlines') })()
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'mimir-silent' } })
    expect(JSON.stringify(answer)).not.toContain('two')
  })
})

describe('one exchange', () => {
  const exchange = async (url: string, deadline: number, signal?: AbortSignal) =>
    ask({
      url: new URL(url),
      method: 'GET',
      headers: {},
      deadline,
      ...(signal === undefined ? {} : { signal }),
    })

  it.each([
    ['says nothing', ''],
    ['says only a part', `HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{`],
  ])('ends at its deadline where the server %s', async (_case, bytes) => {
    await expect(exchange(await raw(bytes, 'wait'), 150)).rejects.toThrow('no answer within 0.15 s')
  })

  it('ends at once when it is aborted in the middle of an answer', async () => {
    const abort = new AbortController()
    const url = await serve((_request, response) => {
      response.write('{')
      setImmediate(() => abort.abort())
    })
    await expect(exchange(url, 10_000, abort.signal)).rejects.toThrow(/abort/u)
  })

  it('does not take in more than 64 MiB', async () => {
    const megabyte = Buffer.alloc(1024 * 1024, 'x')
    const url = await serve((_request, response) => {
      let left = 70
      const write = (): void => {
        while (left-- > 0) if (!response.write(megabyte)) return void response.once('drain', write)
        response.end()
      }
      response.on('error', () => response.destroy())
      write()
    })
    await expect(exchange(url, 30_000)).rejects.toThrow(`more than ${64 * 1024 * 1024} bytes`)
  })
})

const openssl = spawnSync('openssl', ['version']).status === 0

/** A key and a certificate for 127.0.0.1 that nobody but itself signed. */
function selfSigned(): { key: string; cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'))
  const words =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 -keyout key -out cert'
  execFileSync('openssl', words.split(' '), { cwd: folder, stdio: 'ignore' })
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
  const pair = { key: read('key'), cert: read('cert') }
  rmSync(folder, { recursive: true })
  return pair
}

describe('a Mimir behind TLS', { skip: !openssl }, () => {
  it('is trusted by the authority that was given, and by no other', async () => {
    const { key, cert } = selfSigned()
    const server = createTlsServer({ key, cert }, (_request, response) => response.end(vector()))
    const url = (await listening(server)).replace('http:', 'https:')
    expect(await mimir(url, { ca: cert })()).toEqual({ ok: true, value: [] })
    expect(await mimir(url)()).toMatchObject({
      ok: false,
      failure: { kind: 'mimir-silent', evidence: 'self-signed certificate' },
    })
  })

  it('is not trusted because NODE_TLS_REJECT_UNAUTHORIZED is in the environment', async () => {
    const { key, cert } = selfSigned()
    const server = createTlsServer({ key, cert }, (_request, response) => response.end(vector()))
    const url = (await listening(server)).replace('http:', 'https:')
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    try {
      expect(await mimir(url)()).toMatchObject({ failure: { evidence: 'self-signed certificate' } })
    } finally {
      vi.unstubAllEnvs()
    }
  })
})
