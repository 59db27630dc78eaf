import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { findPrometheus } from '../images/host-binaries.ts'
import { startMaster } from './master.ts'
import { pushBody, type SampleSeries } from './sample-push.ts'
import type { Service } from './service.ts'
import { encodeSnappy } from './snappy.ts'

const prometheus = findPrometheus()
const EMPTY = { status: 'success', data: { resultType: 'vector', result: [] } }

interface State {
  readonly requests: readonly object[]
}

interface Vector {
  readonly data: { readonly result: readonly { metric: { node: string }; value: [number, string] }[] }
}

const up = (node: string, value: number, timestamp = Date.now()): SampleSeries => ({
  labels: { __name__: 'up', node },
  samples: [[timestamp, value]],
})

describe.skipIf(prometheus === undefined)(
  'the master (skipped where neither PATH nor lab cache has a prometheus)',
  () => {
    let data = ''
    let master: Service

    const as = (tenant: string) => ({ headers: { 'X-Scope-OrgID': tenant } })
    const get = (path: string, init?: RequestInit) => fetch(`${master.url}${path}`, init)
    const push = (tenant: string, body: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
      get('/api/v1/push', { method: 'POST', body, headers: { 'X-Scope-OrgID': tenant, ...headers } })
    const fault = (value: object) => get('/_lab', { method: 'PUT', body: JSON.stringify(value) })
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- another shape fails the test that asked
    const requests = async () => ((await (await get('/_lab')).json()) as State).requests
    const told = async (answer: Response | Promise<Response>) => {
      const settled = await answer
      return [settled.status, (await settled.text()).trim()] as const
    }
    const values = async (tenant: string, query: string): Promise<Record<string, string>> => {
      const answer = await get(`/prometheus/api/v1/query?query=${encodeURIComponent(query)}`, as(tenant))
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- another shape fails the test that asked
      const body = (await answer.json()) as Vector
      return Object.fromEntries(body.data.result.map(({ metric, value }) => [metric.node, value[1]]))
    }

    beforeAll(async () => {
      data = await mkdtemp(join(tmpdir(), 'master-'))
      master = await startMaster({
        listen: { host: '127.0.0.1', port: 0 },
        data,
        prometheus: prometheus ?? '',
      })
    })
    afterEach(() => fault({}))
    afterAll(async () => {
      await master.close()
      await rm(data, { recursive: true, force: true })
    })

    it('stores what a tenant pushes, and shows it to that tenant only', async () => {
      expect(await told(push('openstack', pushBody([up('cmp1', 7)])))).toEqual([200, ''])
      expect(await values('openstack', 'up')).toEqual({ cmp1: '7' })
      expect(await values('other', 'up')).toEqual({})
      expect(await values('Openstack', 'up')).toEqual({})
    })

    it('answers an unknown tenant with an empty success, and still finds fault with its query', async () => {
      const answer = await get('/prometheus/api/v1/query?query=up', as('nobody'))
      expect(await answer.json()).toEqual(EMPTY)
      const names = await get('/prometheus/api/v1/label/__name__/values', as('nobody'))
      expect(await names.json()).toEqual({ status: 'success', data: [] })
      const [status, text] = await told(get('/prometheus/api/v1/query?query=up%7B', as('nobody')))
      expect(status).toBe(400)
      expect(JSON.parse(text)).toMatchObject({ status: 'error', errorType: 'bad_data' })
    })

    it('takes queries by POST, and tells labels, series and metadata', async () => {
      const metadata = [{ metric: 'node_load1', type: 'gauge', help: 'Load.', unit: '' }]
      const load = { labels: { __name__: 'node_load1', node: 'cmp1' }, samples: [[Date.now(), 1]] as const }
      await push('described', pushBody([load], metadata))
      const posted = await get('/prometheus/api/v1/query', {
        method: 'POST',
        body: new URLSearchParams({ query: 'node_load1' }),
        ...as('described'),
      })
      expect(await posted.json()).toMatchObject({ data: { result: [{ metric: { node: 'cmp1' } }] } })
      expect(await told(get('/prometheus/api/v1/series', as('described')))).toMatchObject([
        400,
        expect.stringContaining('no match[] parameter provided'),
      ])
      const labels = await get('/prometheus/api/v1/labels', as('described'))
      expect(await labels.json()).toEqual({ status: 'success', data: ['__name__', 'node'] })
      expect(await (await get('/prometheus/api/v1/metadata', as('described'))).json()).toEqual({
        status: 'success',
        data: { node_load1: [{ type: 'gauge', help: 'Load.', unit: '' }] },
      })
      const range = await get(
        '/prometheus/api/v1/query_range?query=up&start=0&end=10&step=0',
        as('described'),
      )
      expect(range.status).toBe(400)
    })

    it('refuses without a tenant, or with a bad one', async () => {
      expect(await told(get('/prometheus/api/v1/query?query=up'))).toEqual([401, 'no org id'])
      expect(await told(get('/api/v1/user_limits'))).toEqual([401, 'no org id'])
      expect(await told(get('/api/v1/push', { method: 'POST', body: 'x' }))).toEqual([401, 'no org id'])
      expect(await told(push('a|b', pushBody([])))).toEqual([
        422,
        'too many tenant IDs present in the request. max: 1 actual: 2',
      ])
      expect(await told(push('..', pushBody([])))).toEqual([401, "tenant ID is '.' or '..'"])
    })

    it('takes the first of two tenant headers', async () => {
      await push('first', pushBody([up('cmp1', 1)]))
      const answered = await rawRequest(
        master.url,
        'GET /prometheus/api/v1/query?query=up HTTP/1.1\r\nHost: lab\r\nConnection: close\r\nX-Scope-OrgID: first\r\nX-Scope-OrgID: a/b\r\n\r\n',
      )
      expect(answered).toMatch(/^HTTP\/1.1 200 OK/u)
      expect(answered).toContain('"node":"cmp1"')
    })

    it.each([
      ['GET', '/api/v1/push', 405, ''],
      ['POST', '/api/v1/push/', 404, '404 page not found'],
      ['GET', '/api/v1/query?query=up', 404, '404 page not found'],
      ['GET', '/prometheus/api/v1/targets', 404, '404 page not found'],
      ['GET', '/ready', 200, 'ready'],
      ['GET', '/-/ready', 404, '404 page not found'],
      [
        'GET',
        '/prometheus/api/v1/cardinality/label_names',
        400,
        'cardinality analysis is disabled for the tenant: openstack',
      ],
    ])('answers %s %s with %i', async (method, path, status, text) => {
      expect(await told(get(path, { method, ...as('openstack') }))).toEqual([status, text])
    })

    it('says that it is Mimir 3.0.2, and what the limits are', async () => {
      const build = await get('/prometheus/api/v1/status/buildinfo')
      expect(await build.json()).toMatchObject({ data: { application: 'Grafana Mimir', version: '3.0.2' } })
      const limits = await get('/api/v1/user_limits', as('openstack'))
      expect(await limits.json()).toMatchObject({ max_global_series_per_user: 150_000 })
    })

    it('stores the good series of a push and refuses the bad ones, in the words of Mimir', async () => {
      const now = Date.now()
      await push('ordered', pushBody([up('cmp1', 1, now), up('cmp2', 1, now)]))
      const [status, text] = await told(
        push(
          'ordered',
          pushBody([up('cmp1', 2, now - 60_000), up('cmp2', 2, now + 1000), up('cmp3', 2, now)]),
        ),
      )
      expect(status).toBe(400)
      expect(text).toContain('user=ordered: the sample has been rejected because another sample with a more')
      expect(text).toMatch(
        /\(err-mimir-sample-out-of-order\)\. The affected .* from series up\{node="cmp1"\}/u,
      )
      expect(await values('ordered', 'last_over_time(up[1m] offset -30s)')).toEqual({
        cmp1: '1',
        cmp2: '2',
        cmp3: '2',
      })
    })

    it('takes an equal sample twice, and refuses another value for the same time', async () => {
      const now = Date.now()
      expect(await told(push('twice', pushBody([up('cmp1', 1, now)])))).toEqual([200, ''])
      expect(await told(push('twice', pushBody([up('cmp1', 1, now)])))).toEqual([200, ''])
      expect(await told(push('twice', pushBody([up('cmp1', 2, now)])))).toMatchObject([
        400,
        expect.stringContaining('(err-mimir-sample-duplicate-timestamp)'),
      ])
    })

    it('refuses samples of yesterday, of the future, and series without a name', async () => {
      const now = Date.now()
      await push('odd', pushBody([up('cmp1', 1, now)]))
      const refused = [
        [up('cmp9', 1, now - 25 * 3_600_000), 'err-mimir-sample-timestamp-too-old'],
        [up('cmp1', 1, now + 20 * 60_000), 'err-mimir-too-far-in-future'],
        [{ labels: { node: 'cmp1' }, samples: [[now, 1]] as const }, 'err-mimir-missing-metric-name'],
      ] as const
      for (const [series, code] of refused) {
        expect(await told(push('odd', pushBody([series])))).toMatchObject([
          400,
          expect.stringContaining(code),
        ])
      }
    })

    it.each([
      ['not snappy', Buffer.from('not snappy at all'), 'decompress snappy: snappy: corrupt input'],
      ['nothing', Buffer.of(), 'getting snappy decoded length: snappy: corrupt input'],
      ['snappy of something else', encodeSnappy(Uint8Array.of(0x0e)), 'proto: illegal wireType 6'],
    ])('refuses a body that is %s', async (_, body, text) => {
      expect(await told(push('openstack', Uint8Array.from(body)))).toEqual([400, text])
    })

    it('polices content types as little as Mimir does', async () => {
      const body = pushBody([up('cmp1', 1)])
      expect((await push('typed', body, { 'Content-Type': 'application/json' })).status).toBe(200)
      expect((await push('typed', body, { 'Content-Encoding': 'gzip' })).status).toBe(200)
      const nonsense = 'application/x-protobuf;proto=nonsense'
      expect(await told(push('typed', body, { 'Content-Type': nonsense }))).toEqual([
        400,
        `got ${nonsense} content type; expected prometheus.WriteRequest or io.prometheus.write.v2.Request`,
      ])
      const second = 'application/x-protobuf;proto=io.prometheus.write.v2.Request'
      expect((await push('typed', body, { 'Content-Type': second })).status).toBe(415)
    })

    it('answers 202 like an HA tracker, and stores nothing', async () => {
      await fault({ status: 202, tenants: ['elected'] })
      expect(await told(push('elected', pushBody([up('cmp1', 1)])))).toEqual([
        202,
        'replicas did not match, rejecting sample: replica=r2, elected=r1',
      ])
      expect(await values('elected', 'up')).toEqual({})
      expect((await push('spared', pushBody([up('cmp1', 1)]))).status).toBe(200)
    })

    it.each([429, 500, 503])('can be told to answer %i, to pushes or queries or both', async (status) => {
      await fault({ status, path: 'push' })
      expect((await push('openstack', pushBody([up('cmp1', 1)]))).status).toBe(status)
      expect((await get('/prometheus/api/v1/query?query=up', as('openstack'))).status).toBe(200)
      await fault({ status })
      const answer = await get('/prometheus/api/v1/query?query=up', as('openstack'))
      expect(answer.status).toBe(status)
      expect(await answer.json()).toMatchObject({ status: 'error' })
      expect((await get('/ready')).status).toBe(200)
    })

    it('says when to come back after a 429', async () => {
      await fault({ status: 429 })
      const answer = await push('openstack', pushBody([up('cmp1', 1)]))
      expect(answer.headers.get('retry-after')).toBe('6')
      expect(await answer.text()).toContain('(err-mimir-tenant-max-ingestion-rate)')
    })

    it('can be a black hole: connections are taken, and nothing comes back', async () => {
      await fault({ blackHole: true })
      const waited = get('/ready', { signal: AbortSignal.timeout(300) })
      await expect(waited).rejects.toThrow('timeout')
      await fault({})
      expect(await told(get('/ready'))).toEqual([200, 'ready'])
      expect(await requests()).toContainEqual(expect.objectContaining({ path: '/ready', status: 0 }))
    })

    it('can lose its tenants: every name, and none, writes and reads the same', async () => {
      await fault({ multitenancy: false })
      const body = pushBody([up('cmp7', 1)])
      expect((await get('/api/v1/push', { method: 'POST', body })).status).toBe(200)
      expect(await values('whoever', 'up')).toEqual({ cmp7: '1' })
      await fault({})
      expect(await values('whoever', 'up')).toEqual({})
    })

    it('can be not ready yet', async () => {
      await fault({ ready: false })
      expect(await told(get('/ready'))).toEqual([
        503,
        'Ingester not ready: waiting for 15s after being ready',
      ])
    })

    it('remembers each push with its tenant and the number of its samples', async () => {
      await push('counted', pushBody([up('cmp1', 1), up('cmp2', 1)]))
      const pushed = { method: 'POST', path: '/api/v1/push', tenant: 'counted', status: 200, samples: 2 }
      expect(await requests()).toContainEqual(expect.objectContaining({ ...pushed, remote: '127.0.0.1' }))
      expect(await (await get('/_lab')).text()).toMatch(/"tenants":\[[^\]]*"counted"/u)
    })

    it('keeps what was pushed when it is started again, and ends its stores with it', async () => {
      const directory = await mkdtemp(join(tmpdir(), 'master-'))
      const options = {
        listen: { host: '127.0.0.1', port: 0 },
        data: directory,
        prometheus: prometheus ?? '',
      }
      const body = pushBody([up('cmp1', 5)])
      for (const pushes of [true, false]) {
        const once = await startMaster(options)
        if (pushes) await fetch(`${once.url}/api/v1/push`, { method: 'POST', body, ...as('kept') })
        const answer = await fetch(`${once.url}/prometheus/api/v1/query?query=up`, as('kept'))
        expect(await answer.json()).toMatchObject({ data: { result: [{ metric: { node: 'cmp1' } }] } })
        await once.close()
      }
      expect(await commandLines()).not.toContain(directory)
      await rm(directory, { recursive: true })
    })
  },
)

/** The command lines of all processes, one after the other. */
async function commandLines(): Promise<string> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name))
  const lines = await Promise.all(
    processes.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')),
  )
  return lines.join('\n')
}

function rawRequest(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect(Number(port), hostname, () => socket.write(text))
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('end', () => resolve(Buffer.concat(chunks).toString()))
    socket.on('error', reject)
  })
}
