import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { basename, join } from 'node:path'
import { inParallel } from '../base/parallel.ts'
import type { Suite } from '../rootfs/apt.ts'
import { putFile, putText } from './blobs.ts'
import { imagesOf } from './catalogue.ts'
import {
  imageConfiguration,
  imageManifest,
  MEDIA_TYPES,
  manifestList,
  type NamedLayer,
} from './image-json.ts'
import { layersOf } from './layers.ts'
import type { Descriptor, NamedImage } from './layout.ts'
import type { ImageRecipe, ImageSuite, LayerRecipe } from './recipe.ts'
import { archiveLayer, imagesDirectory, unpackLayer } from './unpack.ts'

/** What was made of the packages of one suite. */
export interface SuiteImages {
  /** Of its Prometheus, without Debian's part: `2.53.3`. */
  readonly version: string
  readonly images: readonly NamedImage[]
}

export interface SuiteWork {
  readonly suite: ImageSuite
  readonly apt: Suite
  /** An OCI image layout; blobs go there, its index stays as it is. */
  readonly store: string
  readonly log: (line: string) => void
  /** Called with the unpacked layer of Prometheus, which is gone afterwards. */
  readonly keep: (layer: string) => Promise<void>
}

/** Changes when the code builds something else out of the same packages and recipes. */
const BUILD = '1'

/** The images of a suite: as recorded when they were last made of the same packages and recipes, or made now. */
export async function suiteImages(work: SuiteWork): Promise<SuiteImages> {
  const layers = layersOf(work.suite)
  const record = join(work.store, 'suites', `${work.suite}-${await keyOf(work, layers)}.json`)
  const recorded = await readFile(record, 'utf8').catch(() => undefined)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nobody but the line below writes there
  if (recorded !== undefined) return JSON.parse(recorded) as SuiteImages
  const made = await makeImages(work, layers)
  await writeFile(`${record}.new`, JSON.stringify(made))
  await rename(`${record}.new`, record)
  return made
}

/** The version of Prometheus among .deb files, without Debian's part. Throws where there is none. */
export function prometheusVersion(files: readonly string[]): string {
  const version = files.map((file) => /^prometheus_(\d+\.\d+\.\d+)/u.exec(basename(file))?.[1]).find(Boolean)
  if (version !== undefined) return version
  throw new Error(
    `no package prometheus with a version among ${files.map((file) => basename(file)).join(', ')}`,
  )
}

async function keyOf({ suite, apt }: SuiteWork, layers: readonly LayerRecipe[]): Promise<string> {
  const packages = [...new Set(layers.flatMap((layer) => layer.packages))]
  const copied = layers.flatMap((layer) =>
    layer.entries.flatMap((entry) => (entry.kind === 'copy' ? [entry.from] : [])),
  )
  const parts = [
    BUILD,
    JSON.stringify([layers, imagesOf(suite, '')]),
    ...(await Promise.all(copied.map((from) => readFile(join(imagesDirectory, from), 'utf8')))),
    ...(await apt.packageState(packages)),
  ]
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16)
}

async function makeImages(work: SuiteWork, layers: readonly LayerRecipe[]): Promise<SuiteImages> {
  const directory = join(work.store, `work-${work.suite}`)
  await rm(directory, { recursive: true, force: true })
  await mkdir(directory, { recursive: true })
  const packages = [...new Set(layers.flatMap((layer) => layer.packages))]
  const files = await work.apt.download(packages, join(directory, 'packages'))
  work.log(`${work.suite}: ${files.length} packages for images downloaded`)
  const made = await inParallel(layers, cpus().length, (layer) => makeLayer(work, layer, files))
  const version = prometheusVersion(files)
  const images = await Promise.all(
    imagesOf(work.suite, version).map((image) => makeImage(work.store, image, made)),
  )
  await rm(directory, { recursive: true })
  work.log(`${work.suite}: ${images.length} images made, prom/prometheus:v${version} among them`)
  return { version, images }
}

async function makeLayer(work: SuiteWork, layer: LayerRecipe, files: readonly string[]): Promise<NamedLayer> {
  const root = join(work.store, `work-${work.suite}`, layer.name)
  await mkdir(root, { mode: 0o755 })
  await unpackLayer(layer, packageFiles(layer, files), root)
  await archiveLayer(root, `${root}.tar`)
  if (layer.name === `prometheus-${work.suite}`) await work.keep(root)
  const descriptor = await putFile(work.store, MEDIA_TYPES.layer, `${root}.tar`)
  return { name: layer.name, descriptor }
}

function packageFiles(layer: LayerRecipe, files: readonly string[]): string[] {
  return layer.packages.map((name) => {
    const file = files.find((path) => basename(path).startsWith(`${name}_`))
    if (file === undefined) throw new Error(`layer ${layer.name}: apt gave no file for the package ${name}`)
    return file
  })
}

async function makeImage(
  store: string,
  recipe: ImageRecipe,
  made: readonly NamedLayer[],
): Promise<NamedImage> {
  const layers = recipe.layers.map((name) => {
    const layer = made.find((one) => one.name === name)
    if (layer === undefined) throw new Error(`${recipe.reference}: there is no layer ${name}`)
    return layer
  })
  const configuration = imageConfiguration(recipe.config, layers)
  const config = await putText(store, MEDIA_TYPES.config, configuration)
  const manifest = await putText(store, MEDIA_TYPES.manifest, imageManifest(config, layers))
  return { reference: recipe.reference, ...(await published(store, recipe, manifest)) }
}

function published(
  store: string,
  { published: how }: ImageRecipe,
  manifest: Descriptor,
): Promise<Descriptor> | Descriptor {
  return how === 'index' ? putText(store, MEDIA_TYPES.index, manifestList(manifest)) : manifest
}
