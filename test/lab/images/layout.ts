import { readFile } from 'node:fs/promises'

/** What a manifest says of a blob. */
export interface Descriptor {
  readonly mediaType: string
  readonly digest: string
  readonly size: number
}

/** An image under its name, as `prom/prometheus:v2.53.3`. */
export interface NamedImage extends Descriptor {
  readonly reference: string
}

/** The annotation under which an OCI image layout's index keeps a name. */
const REF_NAME = 'org.opencontainers.image.ref.name'

const DIGEST = /^sha256:[0-9a-f]{64}$/u

export function isDigest(text: string): boolean {
  return DIGEST.test(text)
}

/** Where a blob lies in an OCI image layout. The digest must be one, so that no path can leave the store. */
export function blobPath(store: string, digest: string): string {
  if (!isDigest(digest)) throw new Error(`expected sha256: and 64 hexadecimal digits, found ${digest}`)
  return `${store}/blobs/sha256/${digest.slice('sha256:'.length)}`
}

/** The images that a store names in its index.json; none where there is no index yet. Throws where it is broken. */
export async function namedImages(store: string): Promise<readonly NamedImage[]> {
  const text = await readFile(`${store}/index.json`, 'utf8').catch(() => undefined)
  return text === undefined ? [] : imagesOfIndex(JSON.parse(text))
}

export function imagesOfIndex(index: unknown): readonly NamedImage[] {
  return members(index, 'manifests').map((entry) => ({
    reference: textAt(member(entry, 'annotations'), REF_NAME),
    mediaType: textAt(entry, 'mediaType'),
    digest: textAt(entry, 'digest'),
    size: Number(member(entry, 'size')),
  }))
}

/** The index.json of an OCI image layout, sorted by name. */
export function indexOf(images: readonly NamedImage[]): object {
  return {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: images
      .toSorted((a, b) => (a.reference < b.reference ? -1 : 1))
      .map(({ reference, mediaType, digest, size }) => ({
        mediaType,
        digest,
        size,
        annotations: { [REF_NAME]: reference },
      })),
  }
}

/** The media type that a manifest gives itself; undefined where the bytes are no manifest. */
export function mediaTypeOf(manifest: string): string | undefined {
  try {
    const type = member(JSON.parse(manifest), 'mediaType')
    return typeof type === 'string' ? type : undefined
  } catch {
    return undefined
  }
}

function members(value: unknown, key: string): readonly unknown[] {
  const list = member(value, key)
  return Array.isArray(list) ? list : []
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

function textAt(value: unknown, key: string): string {
  const text = member(value, key)
  if (typeof text !== 'string') throw new Error(`index.json: expected ${key} with every image`)
  return text
}
