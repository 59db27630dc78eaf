import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type Grafana, httpGrafana } from '../../src/mimir/grafana.ts'
import { Secret } from '../../src/values/secret.ts'

/** A data source as Grafana's HTTP API tells it: its secrets only by their names. */
const DATASOURCE = {
  id: 3,
  uid: 'mimir/1',
  orgId: 1,
  name: 'Mimir-OpenStack',
  type: 'prometheus',
  access: 'proxy',
  url: 'http://10.0.0.5:9009/prometheus',
  jsonData: { httpMethod: 'POST', httpHeaderName1: 'X-Other', httpHeaderName2: 'X-Scope-OrgID' },
  secureJsonFields: { httpHeaderValue1: true, httpHeaderValue2: true },
}
const ROWS = {
  status: 'success',
  data: { resultType: 'vector', result: [{ metric: { node: 'cmp1' }, value: [1_700_000_000.1, '42.5'] }] },
}
const QUERY = 'max by (node) (up{cluster="a+b&c"})'

interface Behaviour {
  readonly datasource?: object
  readonly proxy?: { readonly status: number; readonly body: string }
}

let server: Server | undefined
afterEach(() => server?.close())

/** Answers as Grafana documents: 401 without a token, 404 for other names, and only POST of allowed paths in its proxy. */
async function grafana(behaviour: Behaviour = {}, token = 'glsa_1'): Promise<{ ask: Grafana; url: string }> {
  const { datasource = DATASOURCE, proxy = { status: 200, body: JSON.stringify(ROWS) } } = behaviour
  const answerTo = ({ headers, method, url }: IncomingMessage, body: string): [number, string] => {
    if (headers.authorization !== 'Bearer glsa_1') return [401, '{"message":"Unauthorized"}']
    if (`${method} ${url}` === 'GET /g/api/datasources/name/Mimir-OpenStack')
      return [200, JSON.stringify(datasource)]
    if (`${method} ${url}` !== 'POST /g/api/datasources/proxy/uid/mimir%2F1/api/v1/query')
      return [404, '{"message":"Data source not found"}']
    return [new URLSearchParams(body).get('query') === QUERY ? proxy.status : 418, proxy.body]
  }
  server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const [status, answer] = answerTo(request, body)
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(answer)
    })
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on a port
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/g`
  const access = { url, datasource: 'Mimir-OpenStack', authorization: new Secret(`Bearer ${token}`) }
  return { ask: httpGrafana(access), url }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}

describe('Grafana, asked what its data source shows', () => {
  it('answers through its proxy, below the path that it is served at', async () => {
    const { ask } = await grafana()
    expect(await ask(QUERY)).toEqual({
      ok: true,
      value: { rows: [{ labels: { node: 'cmp1' }, value: 42.5 }], url: 'http://10.0.0.5:9009/prometheus' },
    })
  })

  it('has no data source of that name', async () => {
    const { url } = await grafana()
    const ask = httpGrafana({ url, datasource: 'Other', authorization: new Secret('Bearer glsa_1') })
    expect(await ask(QUERY)).toEqual({
      ok: false,
      failure: { kind: 'datasource-missing', url, name: 'Other' },
    })
  })

  it.each([
    ['another type', { ...DATASOURCE, type: 'loki' }, 'type'],
    ['no header', { ...DATASOURCE, jsonData: {} }, 'header'],
    ['a header without a value', { ...DATASOURCE, secureJsonFields: { httpHeaderValue1: true } }, 'header'],
    ['no settings at all', { ...DATASOURCE, jsonData: null, secureJsonFields: undefined }, 'header'],
  ])('has a data source with %s', async (_case, datasource, field) => {
    const { ask } = await grafana({ datasource })
    expect(await ask(QUERY)).toMatchObject({
      ok: false,
      failure: { kind: 'datasource-differs', name: 'Mimir-OpenStack', differences: [{ field }] },
    })
  })

  it('refuses the login', async () => {
    const { ask } = await grafana({}, 'wrong')
    expect(await ask(QUERY)).toMatchObject({
      ok: false,
      failure: { kind: 'grafana-refused', status: 401, evidence: '{"message":"Unauthorized"}' },
    })
  })

  it.each([
    [502, '<html>bad gateway'],
    [200, '{"status":"success","data":{"resultType":"scalar","result":[1,"1"]}}'],
    [401, 'no org id'],
  ])('passes on what stands behind its data source: %i', async (status, body) => {
    const { ask } = await grafana({ proxy: { status, body } })
    expect(await ask(QUERY)).toMatchObject({ ok: false, failure: { kind: 'grafana-refused', status } })
  })

  it('does not answer', async () => {
    const ask = httpGrafana({ url: 'http://127.0.0.1:1', datasource: 'Mimir-OpenStack' })
    expect(await ask(QUERY)).toMatchObject({
      ok: false,
      failure: { kind: 'grafana-silent', url: 'http://127.0.0.1:1' },
    })
  })
})
