import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { cacheDirectory } from '../base/paths.ts'

const run = promisify(execFile)

/** The promtool of one of the lab's worker images. */
export interface Promtool {
  /** Of Prometheus: `3.5.3`. */
  readonly version: string
  readonly path: string
}

interface Pointer {
  readonly digest: string
  readonly annotations?: Readonly<Record<string, string>>
}

interface Described {
  readonly manifests?: readonly Pointer[]
  readonly layers?: readonly Pointer[]
}

/** Takes the promtool of each worker image that this machine's cache has out into `folder`; none before a lab was up. */
export async function takePromtools(folder: string): Promise<Promtool[]> {
  const index = join(store(), 'index.json')
  const images = existsSync(index) ? (described(index).manifests ?? []) : []
  const found: Promtool[] = []
  for (const image of images) {
    const name = image.annotations?.['org.opencontainers.image.ref.name'] ?? ''
    const version = /^prom\/prometheus:v(?<version>[\d.]+)$/u.exec(name)?.groups?.['version']
    const path = version === undefined ? undefined : await take(image, join(folder, version))
    if (version !== undefined && path !== undefined) found.push({ version, path })
  }
  return found
}

async function take(image: Pointer, folder: string): Promise<string | undefined> {
  mkdirSync(folder, { recursive: true })
  for (const layer of layersOf(image)) {
    const { stdout } = await run('tar', ['--list', '--file', blob(layer)], { maxBuffer: 64_000_000 })
    const member = stdout.split('\n').find((line) => /^(?:\.\/)?usr\/bin\/promtool$/u.test(line))
    if (member === undefined) continue
    await run('tar', ['--extract', '--file', blob(layer), '--directory', folder, member])
    return join(folder, member)
  }
  return undefined
}

function layersOf(pointer: Pointer): readonly Pointer[] {
  const { manifests = [], layers = [] } = described(blob(pointer))
  return [...layers, ...manifests.flatMap(layersOf)]
}

function described(file: string): Described {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the lab has written it
  return JSON.parse(readFileSync(file, 'utf8')) as Described
}

function blob({ digest }: Pointer): string {
  return join(store(), 'blobs', digest.replace(':', '/'))
}

function store(): string {
  return join(cacheDirectory(), 'images')
}
