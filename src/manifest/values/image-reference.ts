import { type ProblemText, shown } from '../problems/manifest-problem.ts'

const DOMAIN = /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:]+\])(?::\d+)?$/u
const COMPONENT = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/u
const TAG = /^\w[\w.-]{0,127}$/u
const DIGEST = /^sha256:[0-9a-f]{64}$/u

const EXAMPLE = 'write e.g. docker.io/prom/prometheus:v2.53.5'

/** `name:tag@digest`, of which only the name must be there. */
export interface ImageParts {
  readonly name: string
  readonly tag: string | undefined
  readonly digest: string | undefined
}

/** What is wrong with an image reference of the form [registry[:port]/]path[:tag][@digest]. */
export function imageFault(text: string): ProblemText | undefined {
  const { name, tag, digest } = imageParts(text)
  const components = name.split('/')
  const [first = ''] = components
  const hasRegistry = components.length > 1 && (/[.:[]/u.test(first) || first === 'localhost')
  const path = hasRegistry ? components.slice(1) : components
  const fault = (what: string, remedy = EXAMPLE): ProblemText => ({
    message: `expected an image reference, found ${shown(text)}${what}`,
    remedy,
  })
  if (/^https?:\/\//u.test(text)) return fault('', 'leave out the scheme')
  if (/[A-Z]/u.test(path.join('/')))
    return fault(', whose name has capital letters', 'write the name in lower case')
  if (hasRegistry && !DOMAIN.test(first)) return fault(', whose registry is not a host')
  if (name.length > 255 || !path.every((component) => COMPONENT.test(component))) return fault('')
  if (tag !== undefined && !TAG.test(tag)) return fault(`, whose tag is ${shown(tag)}`)
  if (digest !== undefined && !DIGEST.test(digest)) return fault(', whose digest is not one')
  return undefined
}

/** Whether the reference may mean another image tomorrow than it does today. */
export function isFloating(text: string): boolean {
  const { tag = 'latest', digest } = imageParts(text)
  return digest === undefined && tag === 'latest'
}

/** The major version in the tag of an image of Prometheus; undefined where it has none. */
export function majorVersion(text: string): number | undefined {
  return majorIn(imageParts(text).tag ?? '')
}

/** The major version in a version or in a tag such as v2.53.3; undefined where it begins with none. */
export function majorIn(version: string): number | undefined {
  const major = /^v?(?<major>\d+)\.\d/u.exec(version)?.groups?.['major']
  return major === undefined ? undefined : Number(major)
}

/** Where the manifest of a tag is asked for: Docker Hub's name is not its address, and `library` is left out by people. */
export function registryParts(text: string): {
  readonly host: string
  readonly repository: string
  readonly tag: string
} {
  const { name, tag = 'latest' } = imageParts(text)
  const [first = '', ...rest] = name.split('/')
  const isHost = rest.length > 0 && (/[.:[]/u.test(first) || first === 'localhost')
  const [host, path] = isHost ? [first, rest.join('/')] : ['docker.io', name]
  if (host !== 'docker.io' && host !== 'index.docker.io') return { host, repository: path, tag }
  return { host: 'registry-1.docker.io', repository: path.includes('/') ? path : `library/${path}`, tag }
}

export function imageParts(text: string): ImageParts {
  const at = text.indexOf('@')
  const named = at < 0 ? text : text.slice(0, at)
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1)
  return {
    name: colon < 0 ? named : named.slice(0, colon),
    tag: colon < 0 ? undefined : named.slice(colon + 1),
    digest: at < 0 ? undefined : text.slice(at + 1),
  }
}
