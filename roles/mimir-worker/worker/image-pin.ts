import { majorIn, majorVersion } from '../../../src/manifest/values/image-reference.ts'
import { digestFor, isPinned, type LocalImage, namesOf, pinnedTo } from './image.ts'

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

/**
 * What a name stands for in a fleet that may have it already. It stays what it is until somebody upgrades: what most
 * current generations say, else what most engines have. Undefined where one of the nodes has to fetch it first.
 */
export function knownPin(name: string, sources: readonly PinSource[]): Pin | undefined {
  const records = sources.flatMap(({ current }) => current ?? [])
  const versionOf = (image: string): string | undefined => records.find((pin) => pin.image === image)?.version
  if (isPinned(name)) {
    const names = namesOf(name)
    return { ...names, version: versionOf(names.image) }
  }
  const recorded = records.filter(({ imageName, image }) => imageName === name && isPinned(image))
  const local = sources.flatMap(({ images }) => digestFor(images, name) ?? [])
  const image =
    mostCommon(recorded.map((pin) => pin.image)) ?? mostCommon(local.map((digest) => pinnedTo(name, digest)))
  return image === undefined ? undefined : { image, imageName: name, version: versionOf(image) }
}

/** Of equally many the one that was seen first, so that the same fleet gives the same answer. */
function mostCommon(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const most = Math.max(0, ...counts.values())
  return [...counts].find(([, count]) => count === most)?.[0]
}

/** The major version, by which the data on a node can be read or cannot; from a version, or a tag such as v2.53.3. */
export function majorOf({ version, imageName }: Pick<Pin, 'version' | 'imageName'>): number | undefined {
  return version === undefined ? majorVersion(imageName) : majorIn(version)
}
