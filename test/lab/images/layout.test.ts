import { describe, expect, it } from 'vitest'
import { blobPath, imagesOfIndex, indexOf, isDigest, mediaTypeOf } from './layout.ts'

const DIGEST = `sha256:${'ab'.repeat(32)}`
const IMAGE = { mediaType: 'application/json', digest: DIGEST, size: 7 }

describe('an image layout', () => {
  it('keeps a blob under its digest', () => {
    expect(blobPath('/store', DIGEST)).toBe(`/store/blobs/sha256/${'ab'.repeat(32)}`)
  })

  it.each([
    '',
    'sha256:',
    'sha256:../../etc/passwd',
    `${DIGEST}/../x`,
    `${DIGEST}0`,
    `sha512:${'ab'.repeat(32)}`,
  ])('has no place for a blob called %j', (digest) => {
    expect(isDigest(digest)).toBe(false)
    expect(() => blobPath('/store', digest)).toThrow(
      `expected sha256: and 64 hexadecimal digits, found ${digest}`,
    )
  })

  it('names its images in its index, in order of their names', () => {
    const images = [
      { reference: 'prom/prometheus:v2.53.3', ...IMAGE },
      { reference: 'openstack.kolla/memcached:2025.1', ...IMAGE },
    ]
    const index = indexOf(images)
    expect(index).toEqual({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [
        {
          ...IMAGE,
          annotations: { 'org.opencontainers.image.ref.name': 'openstack.kolla/memcached:2025.1' },
        },
        { ...IMAGE, annotations: { 'org.opencontainers.image.ref.name': 'prom/prometheus:v2.53.3' } },
      ],
    })
    expect(imagesOfIndex(index)).toEqual(images.toReversed())
  })

  it.each([{}, { manifests: 7 }, null])('without images has none: %j', (index) => {
    expect(imagesOfIndex(index)).toEqual([])
  })

  it('is refused when an image of it has no name', () => {
    expect(() => imagesOfIndex({ manifests: [IMAGE] })).toThrow('index.json: expected ')
  })
})

describe('the media type of a manifest', () => {
  it.each([
    ['{"mediaType":"application/x"}', 'application/x'],
    ['{"mediaType":7}', undefined],
    ['[]', undefined],
    ['null', undefined],
    ['\u0000\u0001', undefined],
  ])('of %j is %j', (manifest, type) => {
    expect(mediaTypeOf(manifest)).toBe(type)
  })
})
