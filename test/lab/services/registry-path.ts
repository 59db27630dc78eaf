import { isDigest } from '../images/layout.ts'

/** What a client of the registry API v2 asks for. */
export type RegistryTarget =
  | { readonly kind: 'base' }
  | { readonly kind: 'tags'; readonly name: string }
  | { readonly kind: 'manifest'; readonly name: string; readonly reference: string }
  | { readonly kind: 'blob'; readonly name: string; readonly digest: string }

const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const NAME = `(${COMPONENT}(?:/${COMPONENT})*)`
const TAGS = new RegExp(`^/v2/${NAME}/tags/list$`, 'u')
const CONTENT = new RegExp(`^/v2/${NAME}/(manifests|blobs)/([^/]+)$`, 'u')
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/u

/**
 * Reads the path of a request, undecoded. Names, tags and digests are matched by the distribution specification's own
 * grammar, which has neither `..` nor `%`; undefined for everything else.
 */
export function registryTarget(path: string): RegistryTarget | undefined {
  if (path === '/v2/' || path === '/v2') return { kind: 'base' }
  const tags = TAGS.exec(path)?.[1]
  if (tags !== undefined) return { kind: 'tags', name: tags }
  const [, name, kind, reference] = CONTENT.exec(path) ?? []
  if (name === undefined || reference === undefined) return undefined
  if (kind === 'blobs') return isDigest(reference) ? { kind: 'blob', name, digest: reference } : undefined
  return isDigest(reference) || TAG.test(reference) ? { kind: 'manifest', name, reference } : undefined
}

/** The part of a file that `Range: bytes=FROM-[TO]` asks for; the whole where the header is absent or odd. */
export function rangeOf(header: string | undefined, size: number): { from: number; to: number } | undefined {
  const found = /^bytes=(\d+)-(\d*)$/u.exec(header ?? '')
  if (found === null) return undefined
  const from = Number(found[1])
  const to = found[2] === '' ? size - 1 : Math.min(Number(found[2]), size - 1)
  return from <= to ? { from, to } : undefined
}
