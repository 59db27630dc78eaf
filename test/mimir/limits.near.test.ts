import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { httpMimirLimits } from '../../src/mimir/limits.ts'
import { Secret } from '../../src/values/secret.ts'

const LIMITS = {
  ingestion_rate: 10_000.5,
  ingestion_burst_size: 200_000,
  max_global_series_per_user: 150_000,
  max_global_series_per_metric: 0,
}

let server: Server | undefined
afterEach(() => server?.close())

/** Answers as told under one path alone, to one tenant and login. */
async function mimir(path: string, body: string, pushPath = '/api/v1/push') {
  server = createServer(({ url, headers }, response) => {
    const known =
      url === path && headers['x-scope-orgid'] === 'openstack' && headers.authorization === 'Bearer t'
    response.writeHead(known ? 200 : 404)
    response.end(known ? body : '404 page not found\n')
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on a port
  const { port } = server.address() as AddressInfo
  const access = {
    url: `http://127.0.0.1:${port}`,
    queryPath: '/prometheus',
    authorization: new Secret('Bearer t'),
  }
  return httpMimirLimits(access, pushPath)('openstack')
}

it.each([
  ['/api/v1/user_limits', '/api/v1/push'],
  ['/mimir/api/v1/user_limits', '/mimir/api/v1/push'],
  ['/api/v1/user_limits', '/receive'],
])(
  'the limits of a tenant are at %s beside the push path %s, without those that are off',
  async (path, push) => {
    expect(await mimir(path, JSON.stringify(LIMITS), push)).toEqual({
      ok: true,
      value: { ingestion_rate: 10_000.5, max_global_series_per_user: 150_000 },
    })
  },
)

it.each(['<html>', '{}', '[1]', '{"status":"success"}'])('%s is no answer to that', async (body) => {
  expect(await mimir('/api/v1/user_limits', body)).toMatchObject({
    ok: false,
    failure: { kind: 'mimir-refused', status: 200 },
  })
})

it('a server without that path does not say', async () => {
  expect(await mimir('/elsewhere', '')).toMatchObject({
    ok: false,
    failure: { kind: 'mimir-refused', status: 404, evidence: '404 page not found' },
  })
})

it('a server that is not there does not say either', async () => {
  const limits = httpMimirLimits({ url: 'http://127.0.0.1:9', queryPath: '' }, '/api/v1/push')
  expect(await limits('openstack')).toMatchObject({ ok: false, failure: { kind: 'mimir-silent' } })
})
