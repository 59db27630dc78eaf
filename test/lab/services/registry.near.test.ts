import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { indexOf } from '../images/layout.ts'
import { startRegistry } from './registry.ts'
import type { Service } from './service.ts'

const SCHEMA_2 = 'application/vnd.docker.distribution.manifest.v2+json'
const layer = Buffer.from('0123456789'.repeat(1000))
const manifest = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: SCHEMA_2, layers: [] }))
const digestOf = (bytes: Buffer) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

describe('the registry', () => {
  let store = ''
  let registry: Service
  const get = (path: string, init?: RequestInit) => fetch(`${registry.url}${path}`, init)
  const fault = (value: object) => get('/_lab', { method: 'PUT', body: JSON.stringify(value) })

  beforeAll(async () => {
    store = await mkdtemp(join(tmpdir(), 'registry-'))
    await mkdir(`${store}/blobs/sha256`, { recursive: true })
    for (const bytes of [layer, manifest]) {
      await writeFile(`${store}/blobs/sha256/${digestOf(bytes).slice(7)}`, bytes)
    }
    const image = { mediaType: SCHEMA_2, digest: digestOf(manifest), size: manifest.length }
    const index = indexOf([{ reference: 'prom/prometheus:v9.9.9', ...image }])
    await writeFile(`${store}/index.json`, JSON.stringify(index))
    registry = await startRegistry({ store, listen: { host: '127.0.0.1', port: 0 } })
  })
  afterEach(() => fault({}))
  afterAll(async () => {
    await registry.close()
    await rm(store, { recursive: true, force: true })
  })

  it('gives a manifest by tag and by digest, with its type and digest', async () => {
    for (const reference of ['v9.9.9', digestOf(manifest)]) {
      const answer = await get(`/v2/prom/prometheus/manifests/${reference}`)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toBe(SCHEMA_2)
      expect(answer.headers.get('docker-content-digest')).toBe(digestOf(manifest))
      expect(Buffer.from(await answer.arrayBuffer())).toEqual(manifest)
    }
  })

  it('answers HEAD with the same headers and no body', async () => {
    const answer = await get('/v2/prom/prometheus/manifests/v9.9.9', { method: 'HEAD' })
    expect(answer.headers.get('content-length')).toBe(String(manifest.length))
    expect(await answer.text()).toBe('')
  })

  it('gives a blob whole, or from where an earlier pull broke off', async () => {
    const path = `/v2/prom/prometheus/blobs/${digestOf(layer)}`
    expect(Buffer.from(await (await get(path)).arrayBuffer())).toEqual(layer)
    const rest = await get(path, { headers: { Range: 'bytes=9995-' } })
    expect(rest.status).toBe(206)
    expect(rest.headers.get('content-range')).toBe('bytes 9995-9999/10000')
    expect(await rest.text()).toBe('56789')
  })

  it('lists tags, and greets', async () => {
    expect(await (await get('/v2/prom/prometheus/tags/list')).json()).toEqual({
      name: 'prom/prometheus',
      tags: ['v9.9.9'],
    })
    expect((await get('/v2/')).headers.get('docker-distribution-api-version')).toBe('registry/2.0')
  })

  it.each([
    ['/v2/prom/prometheus/manifests/v1', 404, 'MANIFEST_UNKNOWN'],
    [`/v2/prom/prometheus/manifests/${digestOf(layer)}`, 404, 'MANIFEST_UNKNOWN'],
    [`/v2/prom/prometheus/blobs/${digestOf(Buffer.from('x'))}`, 404, 'BLOB_UNKNOWN'],
    ['/v2/prom/grafana/tags/list', 404, 'NAME_UNKNOWN'],
    ['/v2/prom/grafana/manifests/v9.9.9', 404, 'NAME_UNKNOWN'],
    ['/etc/passwd', 404, 'NAME_UNKNOWN'],
  ])('answers %s with %i %s', async (path, status, code) => {
    const answer = await get(path)
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({ errors: [{ code }] })
  })

  it('takes nothing in', async () => {
    const answer = await get('/v2/prom/prometheus/blobs/uploads/', { method: 'POST' })
    expect(answer.status).toBe(405)
  })

  it.each([
    [401, 'UNAUTHORIZED'],
    [404, 'NAME_UNKNOWN'],
    [429, 'TOOMANYREQUESTS'],
    [500, 'UNKNOWN'],
  ])('can be told to answer %i', async (status, code) => {
    await fault({ status, only: '/manifests/' })
    const answer = await get('/v2/prom/prometheus/manifests/v9.9.9')
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({ errors: [{ code }] })
    expect((await get('/v2/')).status).toBe(200)
  })

  it('can be told to be slow to answer and slow to send', async () => {
    await fault({ delayMs: 100, rateKBs: 50 })
    const began = performance.now()
    const answer = await get(`/v2/prom/prometheus/blobs/${digestOf(layer)}`)
    expect(performance.now() - began).toBeGreaterThan(95)
    expect((await answer.arrayBuffer()).byteLength).toBe(layer.length)
    expect(performance.now() - began).toBeGreaterThan(285)
  })

  it('refuses a fault that it does not know', async () => {
    const answer = await fault({ status: 418 })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toEqual({
      problems: ['status: expected one of 401, 404, 429, 500, 503, found 418'],
    })
  })

  it('remembers what it was asked', async () => {
    await get('/v2/prom/prometheus/manifests/v0')
    const asked = {
      remote: '127.0.0.1',
      method: 'GET',
      path: '/v2/prom/prometheus/manifests/v0',
      status: 404,
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- another shape fails the next line
    const { requests } = (await (await get('/_lab')).json()) as { requests: readonly object[] }
    expect(requests.at(-1)).toMatchObject(asked)
  })

  it('ends the connections of waiting clients when it is closed', async () => {
    const other = await startRegistry({ store, listen: { host: '127.0.0.1', port: 0 } })
    await fetch(`${other.url}/_lab`, { method: 'PUT', body: '{"delayMs":60000}' })
    const waiting = fetch(`${other.url}/v2/`).then(
      () => 'answered',
      () => 'cut off',
    )
    await expect.poll(async () => (await fetch(`${other.url}/_lab`)).status).toBe(200)
    await other.close()
    expect(await waiting).toBe('cut off')
  })
})
