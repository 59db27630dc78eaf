import type { YamlPath } from '../../yaml/tree.ts'
import { type ManifestProblem, shown, wrong } from '../problems/manifest-problem.ts'
import type { Draft } from '../schema/draft.ts'

/** Prometheus's keys whose value is a secret. */
const SECRETS = new Set(['password', 'credentials', 'bearer_token', 'client_secret', 'secret_key', 'token'])

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

/** The files of a worker can be read by every user of its node. */
function secretProblems(path: YamlPath, value: unknown): ManifestProblem[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]: [string, unknown]) => {
    const place = [...path, Array.isArray(value) ? Number(key) : key]
    if (SECRETS.has(key) && (typeof member === 'string' || typeof member === 'number'))
      return [
        wrong(place, 'found a secret (not shown)', `keep it in a file on the nodes and write ${key}_file`),
      ]
    return secretProblems(place, member)
  })
}
