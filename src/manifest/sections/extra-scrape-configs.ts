import { holdsSecret, namesSecret } from '../../values/mask-secrets.ts'
import type { YamlPath } from '../../yaml/tree.ts'
import { type ManifestProblem, shown, wrong } from '../problems/manifest-problem.ts'
import type { Draft } from '../schema/draft.ts'

/** Prometheus's keys of secrets that may be kept in a file instead. */
const HAVE_FILE = new Set(['password', 'credentials', 'bearer_token', 'client_secret', 'key'])

/** What is wrong with extra scrape configs: no unique job_name, or a secret in them. */
export function extraScrapeConfigProblems({ worker = {} }: Draft): ManifestProblem[] {
  const { extra_scrape_configs: configs = [] } = worker
  const names = configs.map((config) => config['job_name'])
  return configs.flatMap((config, index) => {
    const path = ['worker', 'extra_scrape_configs', index]
    return [...nameProblems(path, names, index), ...secretProblems(path, config)]
  })
}

function nameProblems(path: YamlPath, names: readonly unknown[], index: number): ManifestProblem[] {
  const name = names[index]
  if (typeof name !== 'string' || name === '')
    return [wrong(path, `expected a job_name, found ${shown(name)}`, 'give it e.g. job_name: smartctl')]
  if (names.indexOf(name) === index) return []
  return [wrong([...path, 'job_name'], `${shown(name)} is the name of another one, too`, 'give each its own')]
}

/** prometheus.yml can be read by every user of a node. */
function secretProblems(path: YamlPath, value: unknown): ManifestProblem[] {
  if (isSecret(path, value)) return [wrong(path, 'found a secret (not shown)', insteadOf(path))]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]: [string, unknown]) =>
    secretProblems([...path, Array.isArray(value) ? Number(key) : key], member),
  )
}

/** By the name of the key, as params and labels have it too, by the place, or by what is written there. */
function isSecret(path: YamlPath, value: unknown): boolean {
  if (typeof value === 'string' && holdsSecret(value)) return true
  const [key, parent, grandparent] = keysOf(path)
  if (key === undefined || !isFlat(value)) return false
  if (grandparent === 'http_headers') return key !== 'files' && (key === 'secrets' || isLoginHeader(parent))
  return namesSecret(key) || (key === 'key' && parent === 'tls_config')
}

/** The innermost keys of a path, that of the value first. */
function keysOf(path: YamlPath): string[] {
  return path.filter((part) => typeof part === 'string').toReversed()
}

function isFlat(value: unknown): boolean {
  const isScalar = (one: unknown): boolean => typeof one === 'string' || typeof one === 'number'
  return isScalar(value) || (Array.isArray(value) && value.length > 0 && value.every(isScalar))
}

function isLoginHeader(name = ''): boolean {
  return /auth|cookie|session/iu.test(name) || namesSecret(name) || /key$/iu.test(name)
}

/** What Prometheus has in the place of it. */
function insteadOf(path: YamlPath): string {
  const [key = '', , grandparent] = keysOf(path)
  if (grandparent === 'http_headers') return 'keep it in a file on the nodes and write files: [FILE]'
  if (HAVE_FILE.has(key)) return `keep it in a file on the nodes and write ${key}_file`
  if (/url|target/iu.test(key)) return 'take the login out of the URL'
  return 'Prometheus reads it from prometheus.yml alone: use password_file or credentials_file, or scrape this elsewhere'
}
