import { describe, expect, it } from 'vitest'
import { imageConfiguration, imageManifest, MEDIA_TYPES, manifestList } from './image-json.ts'

const digest = (letter: string) => `sha256:${letter.repeat(64)}`
const layer = (name: string, letter: string, size: number) => ({
  name,
  descriptor: { mediaType: MEDIA_TYPES.layer, digest: digest(letter), size },
})
const LAYERS = [layer('base', 'a', 10), layer('prometheus', 'b', 20)]
const CONFIG = { mediaType: MEDIA_TYPES.config, digest: digest('c'), size: 30 }

describe('an image in JSON', () => {
  it('has a configuration with its layers from the bottom up, and a time that never changes', () => {
    expect(JSON.parse(imageConfiguration({ User: 'nobody' }, LAYERS))).toEqual({
      architecture: 'amd64',
      os: 'linux',
      created: '2023-11-14T22:13:20.000Z',
      config: { User: 'nobody' },
      rootfs: { type: 'layers', diff_ids: [digest('a'), digest('b')] },
      history: [
        { created: '2023-11-14T22:13:20.000Z', created_by: 'layer base of the lab' },
        { created: '2023-11-14T22:13:20.000Z', created_by: 'layer prometheus of the lab' },
      ],
    })
  })

  it('has a manifest of schema 2 with uncompressed layers', () => {
    const type = 'application/vnd.docker.image.rootfs.diff.tar'
    expect(JSON.parse(imageManifest(CONFIG, LAYERS))).toEqual({
      schemaVersion: 2,
      mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
      config: CONFIG,
      layers: [
        { mediaType: type, digest: digest('a'), size: 10 },
        { mediaType: type, digest: digest('b'), size: 20 },
      ],
    })
  })

  it('can be one of several platforms', () => {
    const manifest = { mediaType: MEDIA_TYPES.manifest, digest: digest('d'), size: 40 }
    expect(JSON.parse(manifestList(manifest))).toEqual({
      schemaVersion: 2,
      mediaType: 'application/vnd.docker.distribution.manifest.list.v2+json',
      manifests: [{ ...manifest, platform: { architecture: 'amd64', os: 'linux' } }],
    })
  })
})
