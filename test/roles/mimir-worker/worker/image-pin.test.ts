import { describe, expect, it } from 'vitest'
import {
  digestFor,
  imageFor,
  pinnedTo,
  readLocalImages,
  repositoryOf,
  runsImage,
} from '../../../../roles/mimir-worker/worker/image.ts'
import { knownPin, majorOf, type PinSource } from '../../../../roles/mimir-worker/worker/image-pin.ts'

const A = `sha256:${'a'.repeat(64)}`
const B = `sha256:${'b'.repeat(64)}`
const WISH = 'registry.lab:5000/prom/prometheus:v2.53.3'
const NAME = 'registry.lab:5000/prom/prometheus'

const id = (digit: string): string => `sha256:${digit.repeat(64)}`

const images = readLocalImages(
  [
    `${WISH} ${id('1')} other/prometheus@${B} ${NAME}@${A}`,
    `${NAME}@${B} ${id('2')} ${NAME}@${B}`,
    `docker.io/prom/prometheus:v3.5.3 ${id('3')} prom/prometheus@${B}`,
    `debian ${id('4')}`,
    'nothing:v1',
    '',
  ].join('\n'),
)

describe('the images of a node', () => {
  it('are found by tag', () => {
    expect(imageFor(images, WISH)?.id).toBe(id('1'))
  })

  it('are found by digest, whatever their tag', () => {
    expect(imageFor(images, `${NAME}:v2.53.3@${B}`)?.id).toBe(id('2'))
    expect(imageFor(images, `${NAME}@${A}`)?.id).toBe(id('1'))
  })

  it("are found under the engine's short name of Docker Hub's", () => {
    expect(imageFor(images, 'prom/prometheus:v3.5.3')?.id).toBe(id('3'))
    expect(imageFor(images, `docker.io/prom/prometheus@${B}`)?.id).toBe(id('3'))
    expect(imageFor(images, 'docker.io/library/debian')?.id).toBe(id('4'))
    expect(repositoryOf('ghcr.io/library/debian:1')).toBe('ghcr.io/library/debian')
  })

  it('are not taken for one another', () => {
    expect(imageFor(images, `${NAME}:v2.53.4`)).toBe(undefined)
    expect(imageFor(images, 'prom/prometheus:v2.53.3')).toBe(undefined)
    expect(imageFor(images, 'nothing:v1')).toBe(undefined)
  })

  it('have the digest of the repository that they are asked for, and from no registry none', () => {
    expect(digestFor(images, WISH)).toBe(A)
    expect(digestFor(images, 'debian')).toBe(undefined)
  })
})

describe('the image of a container', () => {
  const index = `${NAME}@${A}`
  const [local] = readLocalImages(`${index} ${id('a')} ${index}`)

  it('is the one with the id that the name has now', () => {
    expect(runsImage({ image: id('a') }, local, index)).toBe(true)
    expect(runsImage({ image: id('b') }, local, index)).toBe(false)
    expect(runsImage({ image: id('a') }, undefined, index)).toBe(false)
  })

  it('is the digest that it was made from, whatever id the store has for it: of an index, a manifest, a configuration', () => {
    expect(runsImage({ image: id('b'), reference: index }, local, `${WISH}@${A}`)).toBe(true)
    expect(runsImage({ image: id('b'), reference: `${NAME}@${B}` }, local, index)).toBe(false)
  })

  it('is not known by a tag alone, which moves', () => {
    expect(runsImage({ image: id('b'), reference: WISH }, local, WISH)).toBe(false)
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

  it('is what most engines have where nobody runs it', () => {
    const having = node(undefined, images)
    expect(knownPin(WISH, [node(), having, having])).toEqual({
      image: pinnedTo(WISH, A),
      imageName: WISH,
      version: undefined,
    })
  })

  it('is not said for others by one node, nor by two of many', () => {
    expect(knownPin(WISH, [node(A)])?.image).toBe(pinnedTo(WISH, A))
    expect(knownPin(WISH, [node(A), node()])).toBe(undefined)
    expect(knownPin(WISH, [node(), node(undefined, images)])).toBe(undefined)
    expect(knownPin(WISH, [node(A), node(A), node(), node(), node()])).toBe(undefined)
    expect(knownPin(WISH, [node(A), node(B)])).toBe(undefined)
  })

  it.each([
    `evil.example/backdoor@${A}`,
    `${NAME}@sha256:abc`,
    `${NAME}@sha512:${'a'.repeat(64)}`,
    `${NAME}@${A}\n`,
    WISH,
  ])('is not %s, however many nodes say so', (image) => {
    const lying: PinSource = { current: { image, imageName: WISH, version: '2.53.3' }, images: [] }
    expect(knownPin(WISH, [lying, lying, lying])).toBe(undefined)
  })

  it('has no version on the word of one node', () => {
    const lying: PinSource = {
      current: { image: pinnedTo(WISH, B), imageName: WISH, version: '3.0.0' },
      images: [],
    }
    const pin = knownPin(`${WISH}@${B}`, [lying, node(), node()])
    expect(pin).toMatchObject({ image: pinnedTo(WISH, B), version: undefined })
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
