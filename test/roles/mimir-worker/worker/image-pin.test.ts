import { describe, expect, it } from 'vitest'
import {
  imageFor,
  pinnedTo,
  readLocalImages,
  repositoryOf,
} from '../../../../roles/mimir-worker/worker/image.ts'
import { knownPin, majorOf, type PinSource } from '../../../../roles/mimir-worker/worker/image-pin.ts'

const A = `sha256:${'a'.repeat(64)}`
const B = `sha256:${'b'.repeat(64)}`
const WISH = 'registry.lab:5000/prom/prometheus:v2.53.3'
const NAME = 'registry.lab:5000/prom/prometheus'

const images = readLocalImages(
  [
    `${NAME} v2.53.3 ${A} sha256:1`,
    `${NAME} <none> ${B} sha256:2`,
    `prom/prometheus v3.5.3 ${B} sha256:3`,
    `debian latest <none> sha256:4`,
    '',
  ].join('\n'),
)

describe('the images of a node', () => {
  it('are found by tag', () => {
    expect(imageFor(images, WISH)?.id).toBe('sha256:1')
  })

  it('are found by digest, whatever their tag', () => {
    expect(imageFor(images, `${NAME}:v2.53.3@${B}`)?.id).toBe('sha256:2')
  })

  it("are found under the engine's short name of Docker Hub's", () => {
    expect(imageFor(images, 'docker.io/prom/prometheus:v3.5.3')?.id).toBe('sha256:3')
    expect(imageFor(images, 'docker.io/library/debian')?.id).toBe('sha256:4')
    expect(repositoryOf('ghcr.io/library/debian:1')).toBe('ghcr.io/library/debian')
  })

  it('are not taken for one another', () => {
    expect(imageFor(images, `${NAME}:v2.53.4`)).toBe(undefined)
    expect(imageFor(images, 'prom/prometheus:v2.53.3')).toBe(undefined)
  })

  it('from no registry have no digest', () => {
    expect(imageFor(images, 'debian')?.digest).toBe(undefined)
  })
})

describe('what a name stands for', () => {
  const node = (digest?: string, local: PinSource['images'] = []): PinSource => ({
    current:
      digest === undefined
        ? undefined
        : { image: pinnedTo(WISH, digest), imageName: WISH, version: '2.53.3' },
    images: local,
  })

  it('is not known in a fleet that never had it', () => {
    expect(knownPin(WISH, [node(), node()])).toBe(undefined)
  })

  it('stays what most nodes run, though the name was moved since', () => {
    expect(knownPin(WISH, [node(B), node(A, images), node(B)])).toEqual({
      image: pinnedTo(WISH, B),
      imageName: WISH,
      version: '2.53.3',
    })
  })

  it('is what the engines have where nobody runs it', () => {
    expect(knownPin(WISH, [node(), node(undefined, images)])).toEqual({
      image: pinnedTo(WISH, A),
      imageName: WISH,
      version: undefined,
    })
  })

  it('is not taken from another name', () => {
    expect(knownPin(`${NAME}:v2.54.0`, [node(A, images)])).toBe(undefined)
  })

  it('is its digest where it has one, however it is called', () => {
    expect(knownPin(`${WISH}@${B}`, [node(B)])).toEqual({
      image: pinnedTo(WISH, B),
      imageName: WISH,
      version: '2.53.3',
    })
  })

  it('is written where it has a digest', () => {
    const taking = pinnedTo(WISH, B)
    expect(knownPin(taking, [node(A)])).toEqual({ image: taking, imageName: taking, version: undefined })
  })
})

describe('the major version', () => {
  const major = (imageName: string, version?: string): number | undefined => majorOf({ imageName, version })

  it('comes from the version', () => {
    expect(major('a:latest', '3.5.3')).toBe(3)
  })

  it('comes from the tag where the version is not known', () => {
    expect(major('registry.lab:5000/prom/prometheus:v2.53.3')).toBe(2)
    expect(major('prom/prometheus:3.1')).toBe(3)
  })

  it('is not guessed', () => {
    expect(major('registry.lab:5000/prom/prometheus:latest')).toBe(undefined)
    expect(major('registry.lab:5000/prom/prometheus')).toBe(undefined)
  })
})
