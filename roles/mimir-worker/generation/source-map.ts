import type { ExporterSpec, NodeSpec, WorkerSpec } from '../../../src/manifest/settings.ts'
import { isRecord } from '../../../src/values/json.ts'
import type { YamlPath } from '../../../src/yaml/tree.ts'
import { overridePath, specFor } from '../worker/overrides.ts'
import type { WorkerVars } from '../worker/vars.ts'

/** What a rendered prometheus.yml was made of, beside what the role itself knows. */
export interface Ingredients {
  readonly node: { readonly name: string; readonly groups: readonly string[] }
  readonly worker: WorkerSpec
  readonly vars: Pick<WorkerVars, 'jobs' | 'extraScrapeConfigs'>
  readonly scrapeConfigs: readonly unknown[]
}

/** The key of the manifest that a place of the file comes from; undefined where no key made it. */
export function originOf(path: YamlPath, ingredients: Ingredients): YamlPath | undefined {
  const [section, second, ...rest] = path
  if (section === 'global') return ofGlobal(second, rest, ingredients)
  if (section === 'scrape_configs' && typeof second === 'number') return ofJob(second, rest, ingredients)
  return section === 'remote_write' ? ofRemoteWrite(rest, ingredients) : undefined
}

function ofGlobal(key: unknown, [label]: YamlPath, ingredients: Ingredients): YamlPath | undefined {
  if (key === 'scrape_interval') return keyOf('scrape_interval', (spec) => spec.scrapeInterval, ingredients)
  if (key !== 'external_labels' || label === undefined) return undefined
  return Object.hasOwn(ingredients.worker.labels, label) ? ['worker', 'labels', label] : undefined
}

function ofRemoteWrite([key, name]: YamlPath, ingredients: Ingredients): YamlPath | undefined {
  if (key === 'url') return ['mimir', 'url']
  if (key === 'headers') return ['mimir', 'tenant']
  if (key !== 'queue_config' || name === undefined) return undefined
  const has = ({ remoteWrite = {} }: NodeSpec) => Object.hasOwn(remoteWrite, name) || undefined
  const place = keyOf('remote_write', has, ingredients)
  return place === undefined ? undefined : [...place, name]
}

/** The operator's own scrape configs stand behind the worker's. */
function ofJob(index: number, rest: YamlPath, ingredients: Ingredients): YamlPath | undefined {
  const { vars, scrapeConfigs } = ingredients
  const first = scrapeConfigs.length - vars.extraScrapeConfigs.length
  if (index < first) return ofExporter(scrapeConfigs[index], rest, ingredients)
  const extraConfig = vars.extraScrapeConfigs[index - first]
  // Behind its relabelling stands one of the worker's.
  const isAdded = rest[0] === 'relabel_configs' && !holds(extraConfig, rest.slice(0, 2))
  return ['worker', 'extra_scrape_configs', index - first, ...(isAdded ? [] : rest)]
}

function holds(value: unknown, path: YamlPath): boolean {
  let member = value
  for (const step of path) member = Object.getOwnPropertyDescriptor(Object(member), step)?.value
  return member !== undefined
}

const LISTS: Readonly<Record<string, readonly [field: 'keep' | 'drop' | 'dropLabels', key: string]>> = {
  keep: ['keep', 'keep'],
  drop: ['drop', 'drop'],
  labeldrop: ['dropLabels', 'drop_labels'],
}

function ofExporter(config: unknown, rest: YamlPath, ingredients: Ingredients): YamlPath | undefined {
  if (!isRecord(config)) return undefined
  const exporter = ingredients.vars.jobs.find(({ name }) => name === config['job_name'])?.exporter ?? ''
  const [key, index] = rest
  const of = (name: string, has: (exporterSpec: ExporterSpec) => unknown): YamlPath | undefined =>
    keyOf(['exporters', exporter, name], ({ exporters }) => has(exporters[exporter] ?? {}), ingredients)
  if (key === 'scrape_timeout') return of('scrape_timeout', (exporterSpec) => exporterSpec.scrapeTimeout)
  if (key === 'scrape_interval')
    return (
      of('scrape_interval', (exporterSpec) => exporterSpec.scrapeInterval) ??
      keyOf('scrape_interval', (spec) => spec.scrapeInterval, ingredients)
    )
  if (key !== 'metric_relabel_configs' || typeof index !== 'number') return undefined
  const rules = config['metric_relabel_configs']
  const rule: unknown = Array.isArray(rules) ? rules[index] : undefined
  const [field, name] = LISTS[isRecord(rule) ? String(rule['action']) : ''] ?? []
  if (field === undefined || name === undefined) return undefined
  const place = of(name, (spec) => spec[field])
  const patterns = specFor(ingredients.node, ingredients.worker).exporters[exporter]?.[field] ?? []
  return place === undefined ? undefined : [...place, ...onlyBroken(patterns)]
}

/** The one of several expressions that no reader understands. */
function onlyBroken(patterns: readonly string[]): number[] {
  const broken = patterns.flatMap((pattern, index) => (isExpression(pattern) ? [] : [index]))
  return broken.length === 1 ? broken : []
}

function isExpression(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').source !== ''
  } catch {
    return false
  }
}

/** The key of the manifest that sets a value for a node. */
function keyOf(
  key: string | readonly string[],
  has: (spec: NodeSpec) => unknown,
  { node, worker }: Ingredients,
): YamlPath | undefined {
  if (has(specFor(node, worker)) === undefined) return undefined
  return [...overridePath(node, worker, (spec) => has(spec) !== undefined), ...[key].flat()]
}
