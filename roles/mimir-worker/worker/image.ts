import { imageParts } from '../../../src/manifest/values/image-reference.ts'

/** An image that a node's engine has, as it answered to one of its names. */
export interface LocalImage {
  /** What it was asked for: name:tag or name@digest. */
  readonly reference: string
  /** sha256:… as containers of it name it: of the image's configuration, or of its manifest (the store of containerd). */
  readonly id: string
  /** name@sha256:… of all that registries serve it under; none for an image that came from no registry. */
  readonly digests: readonly string[]
}

/** What the engine calls the repository of a reference: Docker Hub's is left out, and so is its library. */
export function repositoryOf(reference: string): string {
  return imageParts(reference)
    .name.replace(/^(?:docker|index\.docker)\.io\//u, '')
    .replace(/^library\/(?=[^/]+$)/u, '')
}

/** The one form of a digest that is followed; those of images and of their configurations look alike. */
export const DIGEST = /^sha256:[0-9a-f]{64}$/u
const REPO_DIGEST = /^[^\s@]{1,255}@sha256:[0-9a-f]{64}$/u

/** Lines of what an engine was asked for, the id of the image, and its digests. */
export function readLocalImages(text: string): LocalImage[] {
  return text.split('\n').flatMap((line) => {
    const [reference = '', id = '', ...digests] = line.trim().split(/\s+/u)
    if (!DIGEST.test(id)) return []
    return [{ reference, id, digests: digests.filter((digest) => REPO_DIGEST.test(digest)) }]
  })
}

/**
 * The image that a reference means on this node; undefined where the engine has none. What it answered to that very
 * reference goes before what it has under another name.
 */
export function imageFor(images: readonly LocalImage[], reference: string): LocalImage | undefined {
  const wanted = shortened(reference)
  return (
    images.find((image) => shortened(image.reference) === wanted) ??
    images.find(({ digests }) => digests.some((digest) => shortened(digest) === wanted))
  )
}

/** The digest under which the repository of a reference has the image; undefined where it came from no registry. */
export function digestFor(images: readonly LocalImage[], reference: string): string | undefined {
  return digestsOf(imageFor(images, reference), reference)[0]
}

/** All digests that an image has in the repository of a reference. */
export function digestsOf(image: LocalImage | undefined, reference: string): string[] {
  return (image?.digests ?? []).flatMap((digest) =>
    repositoryOf(digest) === repositoryOf(reference) ? (imageParts(digest).digest ?? []) : [],
  )
}

/**
 * Whether a container runs an image: it was made from that digest, which never means another one, or it has the id
 * that the name has on this node now.
 */
export function runsImage(
  container: { readonly image: string; readonly reference?: string },
  image: LocalImage | undefined,
  reference: string,
): boolean {
  if (isPinned(reference) && shortened(container.reference ?? '') === shortened(reference)) return true
  return image !== undefined && image.id === container.image
}

/** As the engine writes it: of tag and digest, the digest counts. */
function shortened(reference: string): string {
  const { tag = 'latest', digest } = imageParts(reference)
  return repositoryOf(reference) + (digest === undefined ? `:${tag}` : `@${digest}`)
}

/** The same image under a name that can never mean another one. */
export function pinnedTo(reference: string, digest: string): string {
  return `${imageParts(reference).name}@${digest}`
}

/** A reference with a digest as containers are made from it, and what people call it: its tag says nothing to the engine. */
export function namesOf(reference: string): { readonly image: string; readonly imageName: string } {
  const { name, tag, digest } = imageParts(reference)
  if (digest === undefined) return { image: reference, imageName: reference }
  return { image: `${name}@${digest}`, imageName: tag === undefined ? reference : `${name}:${tag}` }
}

export function isPinned(reference: string): boolean {
  return imageParts(reference).digest !== undefined
}

/** The version of Prometheus that a tag names in full: v2.53.5; undefined for any other tag. */
export function versionInTag(reference: string): string | undefined {
  return /^v?(?<version>\d{1,2}\.\d{1,3}\.\d{1,3})$/u.exec(imageParts(reference).tag ?? '')?.groups?.[
    'version'
  ]
}
