import { majorIn, majorVersion } from '../../../src/manifest/values/image-reference.ts'
import { digestFor, isPinned, isPinOf, type LocalImage, namesOf, pinnedTo } from './image.ts'

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
 * current generations say, else what most engines have. It is a digest of the operator's own repository, and no word of
 * one node about others: two have to say it, and more than say anything else. Undefined where nodes have to resolve it.
 */
export function knownPin(name: string, sources: readonly PinSource[]): Pin | undefined {
  const records = sources.flatMap(({ current }) => current ?? [])
  const needed = Math.min(AGREEING, sources.length)
  const versionOf = (image: string): string | undefined =>
    agreedOn(
      records.flatMap((pin) => (pin.image === image && pin.version !== undefined ? [pin.version] : [])),
      needed,
    )
  if (isPinned(name)) {
    const names = namesOf(name)
    return { ...names, version: versionOf(names.image) }
  }
  const recorded = records.filter(({ imageName, image }) => imageName === name && isPinOf(image, name))
  const local = sources.flatMap(({ images }) => digestFor(images, name) ?? [])
  const image =
    agreedOn(
      recorded.map((pin) => pin.image),
      needed,
    ) ??
    agreedOn(
      local.map((digest) => pinnedTo(name, digest)),
      needed,
    )
  return image === undefined ? undefined : { image, imageName: name, version: versionOf(image) }
}

/** Nodes that have to say the same, where there are so many. */
const AGREEING = 2

/** What more than half of them are, and so many at the least. */
function agreedOn(values: readonly string[], needed: number): string | undefined {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].find(([, count]) => count >= needed && count * 2 > values.length)?.[0]
}

/** The major version, by which the data on a node can be read or cannot; from a version, or a tag such as v2.53.3. */
export function majorOf({ version, imageName }: Pick<Pin, 'version' | 'imageName'>): number | undefined {
  return version === undefined ? majorVersion(imageName) : majorIn(version)
}
