import type { Descriptor } from './layout.ts'
import type { ImageConfig } from './recipe.ts'

/** All times in images are this one, so that the same packages give the same digests. */
export const EPOCH = 1_700_000_000
const CREATED = new Date(EPOCH * 1000).toISOString()

const PLATFORM = { architecture: 'amd64', os: 'linux' } as const
const DOCKER = 'application/vnd.docker'

export const MEDIA_TYPES = {
  layer: `${DOCKER}.image.rootfs.diff.tar`,
  config: `${DOCKER}.container.image.v1+json`,
  manifest: `${DOCKER}.distribution.manifest.v2+json`,
  index: `${DOCKER}.distribution.manifest.list.v2+json`,
} as const

/** A layer of an image; uncompressed, so that its digest is also its diff id. */
export interface NamedLayer {
  readonly name: string
  readonly descriptor: Descriptor
}

/** The configuration of an image: what a container runs, and the layers from the bottom up. */
export function imageConfiguration(config: ImageConfig, layers: readonly NamedLayer[]): string {
  return JSON.stringify({
    ...PLATFORM,
    created: CREATED,
    config,
    rootfs: { type: 'layers', diff_ids: layers.map(({ descriptor }) => descriptor.digest) },
    history: layers.map(({ name }) => ({ created: CREATED, created_by: `layer ${name} of the lab` })),
  })
}

/** An image manifest, version 2, schema 2. */
export function imageManifest(config: Descriptor, layers: readonly NamedLayer[]): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.manifest,
    config,
    layers: layers.map(({ descriptor }) => descriptor),
  })
}

/** A manifest list with this one platform. */
export function manifestList(manifest: Descriptor): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: MEDIA_TYPES.index,
    manifests: [{ ...manifest, platform: PLATFORM }],
  })
}
