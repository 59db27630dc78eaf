import { imageParts, majorIn, majorVersion } from '../../../src/manifest/values/image-reference.ts'
import { groupBy } from '../../../src/values/group-by.ts'
import { DIGEST, digestFor, isPinned, type LocalImage, namesOf, pinnedTo, repositoryOf } from './image.ts'

/** The image that the workers of a fleet run, once for all of them. */
export interface Pin {
  /** What containers are made from: as a rule name@digest. */
  readonly image: string
  /** What the operator calls it. */
  readonly imageName: string
  /** Of the Prometheus in it: 2.53.3; undefined where no node could say it yet. */
  readonly version: string | undefined
}

/** What was seen on one node: what its current generation says of itself, and the images of that repository. */
export interface PinSource {
  readonly current: Pin | undefined
  readonly images: readonly LocalImage[]
}

/** Nodes whose words agree before they count for the others: one node cannot speak for two, nor two for five. */
function quorum(nodes: number): number {
  return Math.min(3, Math.floor(nodes / 2) + 1)
}

/**
 * What a name stands for in a fleet that may have it already. It stays what it is until somebody upgrades: what most
 * current generations run, or most engines have. Undefined where too few say the same: a node speaks for itself only.
 */
export function knownPin(name: string, sources: readonly PinSource[]): Pin | undefined {
  if (isPinned(name)) {
    const names = namesOf(name)
    return { ...names, version: versionOf(names.image, sources) }
  }
  const votes = sources.flatMap((source) => digestOn(name, source) ?? [])
  const digest = agreed(votes, sources.length)
  if (digest === undefined) return undefined
  const image = pinnedTo(name, digest)
  return { image, imageName: name, version: versionOf(image, sources) }
}

/** The digest that a node has under a name, in the repository of that name: what runs goes before what its engine has. */
export function digestOn(name: string, { current, images }: PinSource): string | undefined {
  const recorded = current?.imageName === name ? digestIn(name, current.image) : undefined
  return recorded ?? digestFor(images, name)
}

/** Pure: the digest of an image, where it is one of the repository of a name. */
export function digestIn(name: string, image: string): string | undefined {
  const { digest = '' } = imageParts(image)
  return DIGEST.test(digest) && repositoryOf(image) === repositoryOf(name) ? digest : undefined
}

function versionOf(image: string, sources: readonly PinSource[]): string | undefined {
  const records = sources.filter(({ current }) => current?.image === image)
  return agreed(
    records.flatMap(({ current }) => current?.version ?? []),
    sources.length,
  )
}

/** What more than half of them say, and enough of all nodes. */
function agreed(votes: readonly string[], nodes: number): string | undefined {
  const counts = [...groupBy(votes, (vote) => vote)].map(([vote, { length }]) => ({ vote, length }))
  return counts.find(({ length }) => length * 2 > votes.length && length >= quorum(nodes))?.vote
}

/** The major version, by which the data on a node can be read or cannot; from a version, or a tag such as v2.53.3. */
export function majorOf({ version, imageName }: Pick<Pin, 'version' | 'imageName'>): number | undefined {
  return version === undefined ? majorVersion(imageName) : majorIn(version)
}
