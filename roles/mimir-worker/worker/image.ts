import { imageParts } from '../../../src/manifest/values/image-reference.ts'

/** An image that a node's engine has, under one of its names. */
export interface LocalImage {
  /** As the engine shortens it: prom/prometheus for docker.io/prom/prometheus. */
  readonly repository: string
  readonly tag: string | undefined
  /** sha256:… of what the registry serves under that name; undefined for an image that came from no registry. */
  readonly digest: string | undefined
  /** sha256:… of the image itself, as containers name it. */
  readonly id: string
}

/** What the engine calls the repository of a reference: Docker Hub's is left out, and so is its library. */
export function repositoryOf(reference: string): string {
  return imageParts(reference)
    .name.replace(/^(?:docker|index\.docker)\.io\//u, '')
    .replace(/^library\/(?=[^/]+$)/u, '')
}

/** Lines of `docker images --digests --no-trunc` as `repository tag digest id`. */
export function readLocalImages(text: string): LocalImage[] {
  const known = (word: string | undefined): string | undefined =>
    word === undefined || word === '<none>' ? undefined : word
  return text.split('\n').flatMap((line) => {
    const [repository = '', tag, digest, id = ''] = line.trim().split(/\s+/u)
    return id === '' ? [] : [{ repository, tag: known(tag), digest: known(digest), id }]
  })
}

/** The image that a reference means on this node; a digest goes before a tag, as the engine has it. */
export function imageFor(images: readonly LocalImage[], reference: string): LocalImage | undefined {
  const { tag = 'latest', digest } = imageParts(reference)
  const repository = repositoryOf(reference)
  return images.find(
    (image) =>
      image.repository === repository && (digest === undefined ? image.tag === tag : image.digest === digest),
  )
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
