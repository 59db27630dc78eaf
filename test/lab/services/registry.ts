import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { blobPath, isDigest, mediaTypeOf, type NamedImage, namedImages } from '../images/layout.ts'
import { answerControl, type Control, createControl, pathOf, remember } from './control.ts'
import { NOT_NEGATIVE, oneOf, PATTERN } from './fault.ts'
import { runAsProgram } from './program.ts'
import { type RegistryTarget, rangeOf, registryTarget } from './registry-path.ts'
import { answerJson, holdBack, type ListenAddress, listenAddress, type Service, serve } from './service.ts'

/** What is wrong with the registry: nothing for `{}`. */
interface RegistryFault {
  readonly status?: 401 | 404 | 429 | 500 | 503
  readonly delayMs?: number
  /** Kilobytes a second for each blob. */
  readonly rateKBs?: number
  /** Regular expression: only requests whose path matches are hit. */
  readonly only?: string
}

export interface RegistryOptions {
  /** An OCI image layout; it may grow while the registry runs. */
  readonly store: string
  readonly listen: ListenAddress
}

const CODES = {
  401: ['UNAUTHORIZED', 'authentication required'],
  404: ['NAME_UNKNOWN', 'repository name not known to registry'],
  429: ['TOOMANYREQUESTS', 'You have reached your pull rate limit.'],
  500: ['UNKNOWN', 'internal error of the lab registry'],
  503: ['UNAVAILABLE', 'the lab registry is unavailable'],
} as const

const LARGEST_MANIFEST = 4 * 1024 * 1024

/** A read-only registry (API v2: pull by tag and digest), with faults by `PUT /_lab`. */
export function startRegistry({ store, listen }: RegistryOptions): Promise<Service> {
  const control = createControl<RegistryFault>(
    {
      status: oneOf(401, 404, 429, 500, 503),
      delayMs: NOT_NEGATIVE,
      rateKBs: NOT_NEGATIVE,
      only: PATTERN,
    },
    {},
  )
  return serve(async (request, response) => {
    if (await answerControl(control, request, response)) return
    remember(control, request, response)
    const fault = faultFor(control, pathOf(request))
    if (!(await holdBack(response, fault.delayMs ?? 0))) return
    response.setHeader('Docker-Distribution-Api-Version', 'registry/2.0')
    if (fault.status !== undefined) refuse(response, fault.status)
    else await answerPull({ store, request, response, rateKBs: fault.rateKBs ?? 0 })
  }, listen)
}

interface Pull {
  readonly store: string
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly rateKBs: number
}

function faultFor({ fault }: Control<RegistryFault>, path: string): RegistryFault {
  return fault.only === undefined || new RegExp(fault.only, 'u').test(path) ? fault : {}
}

function refuse(response: ServerResponse, status: keyof typeof CODES): void {
  const [code, message] = CODES[status]
  if (status === 401) response.setHeader('WWW-Authenticate', 'Basic realm="lab registry"')
  error(response, status, code, message)
}

function error(response: ServerResponse, status: number, code: string, message: string): void {
  answerJson(response, status, { errors: [{ code, message }] })
}

async function answerPull(pull: Pull): Promise<void> {
  const { request, response } = pull
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    error(response, 405, 'UNSUPPORTED', 'this registry is read-only')
    return
  }
  const target = registryTarget(pathOf(request))
  if (target === undefined) error(response, 404, 'NAME_UNKNOWN', 'repository name not known to registry')
  else await answerTarget(pull, target)
}

async function answerTarget(pull: Pull, target: RegistryTarget): Promise<void> {
  switch (target.kind) {
    case 'base':
      return answerJson(pull.response, 200, {})
    case 'tags':
      return answerTags(pull, target.name)
    case 'manifest':
      return answerManifest(pull, target)
    case 'blob':
      return answerBlob(pull, target.digest)
  }
}

async function answerTags({ store, response }: Pull, name: string): Promise<void> {
  const tags = (await imagesNamed(store, name)).map(({ reference }) => reference.slice(name.length + 1))
  if (tags.length === 0) error(response, 404, 'NAME_UNKNOWN', 'repository name not known to registry')
  else answerJson(response, 200, { name, tags })
}

async function answerManifest(
  { store, request, response }: Pull,
  { name, reference }: { readonly name: string; readonly reference: string },
): Promise<void> {
  const images = await imagesNamed(store, name)
  if (images.length === 0) {
    error(response, 404, 'NAME_UNKNOWN', 'repository name not known to registry')
    return
  }
  const tagged = images.find((image) => image.reference === `${name}:${reference}`)
  const digest = isDigest(reference) ? reference : tagged?.digest
  const body = digest === undefined ? undefined : await manifestBlob(store, digest)
  const type = body === undefined ? undefined : mediaTypeOf(body)
  if (digest === undefined || body === undefined || type === undefined) {
    error(response, 404, 'MANIFEST_UNKNOWN', 'manifest unknown')
    return
  }
  response.writeHead(200, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(body),
    'Docker-Content-Digest': digest,
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

async function imagesNamed(store: string, name: string): Promise<readonly NamedImage[]> {
  return (await namedImages(store)).filter(({ reference }) => reference.startsWith(`${name}:`))
}

async function manifestBlob(store: string, digest: string): Promise<string | undefined> {
  const size = await sizeOf(blobPath(store, digest))
  if (size === undefined || size > LARGEST_MANIFEST) return undefined
  return readFile(blobPath(store, digest), 'utf8')
}

async function answerBlob(pull: Pull, digest: string): Promise<void> {
  const { request, response } = pull
  const path = blobPath(pull.store, digest)
  const size = await sizeOf(path)
  if (size === undefined) {
    error(response, 404, 'BLOB_UNKNOWN', 'blob unknown to registry')
    return
  }
  const range = rangeOf(request.headers.range, size)
  const { from, to } = range ?? { from: 0, to: size - 1 }
  response.writeHead(range === undefined ? 200 : 206, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': to - from + 1,
    'Accept-Ranges': 'bytes',
    'Docker-Content-Digest': digest,
    ...(range === undefined ? {} : { 'Content-Range': `bytes ${from}-${to}/${size}` }),
  })
  if (request.method === 'HEAD' || size === 0) response.end()
  else await send(createReadStream(path, { start: from, end: to }), pull)
}

/** A client that leaves in the middle of a blob is its own affair. */
async function send(content: Readable, { response, rateKBs }: Pull): Promise<void> {
  const source = rateKBs > 0 ? Readable.from(slowed(content, rateKBs)) : content
  await pipeline(source, response).catch(() => response.destroy())
}

async function* slowed(content: AsyncIterable<Buffer>, rateKBs: number): AsyncIterable<Buffer> {
  for await (const chunk of content) {
    await pause(chunk.length / rateKBs)
    yield chunk
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined)
  return found?.isFile() === true ? found.size : undefined
}

runAsProgram(import.meta.url, () => {
  const { values } = parseArgs({ options: { store: { type: 'string' }, listen: { type: 'string' } } })
  if (values.store === undefined) throw new Error('--store: expected the directory of an OCI image layout')
  return startRegistry({ store: values.store, listen: listenAddress(values.listen ?? '') })
})
