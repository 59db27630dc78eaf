import { copyFile, mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openSuite } from '../rootfs/apt.ts'
import { HOST_BINARIES } from './host-binaries.ts'
import { indexOf, type NamedImage } from './layout.ts'
import type { ImageSuite } from './recipe.ts'
import { type SuiteImages, suiteImages } from './suite-images.ts'

export interface BuildOptions {
  /** The cache directory of all labs of this machine. */
  readonly cache: string
  readonly log: (line: string) => void
}

/** The images of the lab, and what else their packages give. */
export interface ImageStore {
  /** An OCI image layout: what the registry serves. */
  readonly store: string
  /** `prom/prometheus:v2.53.3` and so on, sorted. */
  readonly images: readonly string[]
  /** A Prometheus and a promtool of the version of `workerImage` that run on this machine. */
  readonly prometheus: string
  readonly promtool: string
  /** The image that workers run, as nodes pull it. */
  readonly workerImage: string
  /** One major version on; undefined where Debian's sid could not be reached. */
  readonly nextWorkerImage?: string
  /** Of Debian's patched 2.42, which never sends remote_write headers: every push lacks its tenant. */
  readonly headerlessWorkerImage: string
}

/** The name under which nodes know the lab's registry. */
const REGISTRY_NAME = 'registry.lab'

/**
 * Makes the images of the lab out of Debian packages, as far as they are not there yet. Needs root, dpkg-deb and tar;
 * nothing is installed. Rejects where bookworm or trixie cannot be had; without sid there is one image less.
 */
export async function buildImages(options: BuildOptions): Promise<ImageStore> {
  const { cache, log } = options
  const store = join(cache, 'images')
  for (const path of ['blobs/sha256', 'suites', 'host']) await mkdir(join(store, path), { recursive: true })
  const work = [
    build(options, store, 'bookworm'),
    build(options, store, 'trixie'),
    build(options, store, 'sid').catch((error: unknown) => {
      const why = error instanceof Error ? error.message.split('\n', 1)[0] : String(error)
      log(`sid cannot be reached, so there is no image of Prometheus 3: ${why}`)
      return undefined
    }),
  ] as const
  // All of it has come to its end before the first failure is thrown.
  await Promise.allSettled(work)
  const [bookworm, trixie, sid] = await Promise.all(work)
  const images = [bookworm, trixie, sid].flatMap((made) => made?.images ?? [])
  await publish(store, images)
  return {
    store,
    images: images.map(({ reference }) => reference).sort(),
    prometheus: join(cache, HOST_BINARIES, 'prometheus'),
    promtool: join(cache, HOST_BINARIES, 'promtool'),
    workerImage: workerImage(trixie),
    headerlessWorkerImage: workerImage(bookworm),
    ...(sid === undefined ? {} : { nextWorkerImage: workerImage(sid) }),
  }
}

async function build({ cache, log }: BuildOptions, store: string, suite: ImageSuite): Promise<SuiteImages> {
  const apt = await openSuite(cache, suite)
  const keep = suite === 'trixie' ? (layer: string) => keepBinaries(cache, layer) : () => Promise.resolve()
  return suiteImages({ suite, apt, store, log, keep })
}

/** Renamed into place: a master that runs the old one goes on with it. */
async function keepBinaries(cache: string, layer: string): Promise<void> {
  for (const name of ['prometheus', 'promtool']) {
    const path = join(cache, HOST_BINARIES, name)
    await copyFile(join(layer, 'usr/bin', name), `${path}.new`)
    await rename(`${path}.new`, path)
  }
}

/** Names the images that there are now; a registry that serves the store sees the old names or the new ones. */
async function publish(store: string, images: readonly NamedImage[]): Promise<void> {
  await writeFile(join(store, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }))
  const index = join(store, 'index.json')
  await writeFile(`${index}.new`, JSON.stringify(indexOf(images)))
  await rename(`${index}.new`, index)
}

function workerImage({ version }: SuiteImages): string {
  return `${REGISTRY_NAME}/prom/prometheus:v${version}`
}
