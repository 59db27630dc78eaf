import { join } from 'node:path/posix'
import { extraScrapeConfigProblems } from '../manifest/sections/extra-scrape-configs.ts'
import type { Problem } from '../model/problem.ts'
import { isRecord } from '../values/json.ts'
import { readYaml } from '../yaml/document.ts'
import type { FileReader } from './files/files.ts'
import type { Resolved } from './resolve.ts'

interface NodesOfCloud {
  readonly nodes: readonly { readonly name: string }[]
  resolve(host: string | undefined, key: string): Resolved
}

/** What the operator made Kolla's own Prometheus do that no worker does: each named, with what would. */
export function notTakenOverFromKolla(cloud: NodesOfCloud, files: FileReader): readonly Problem[] {
  return [...overrides(cloud, files), ...instanceLabel(cloud)]
}

function overrides(cloud: NodesOfCloud, files: FileReader): readonly Problem[] {
  const folder = cloud.resolve(undefined, 'node_custom_config')
  if (!folder.known || typeof folder.value !== 'string') return []
  const base = join(folder.value, 'prometheus')
  const folders = [base, ...cloud.nodes.map(({ name }) => join(base, name))]
  return folders.flatMap((path) => [
    ...whole(join(path, 'prometheus.yml'), files),
    ...[...(files.listDirectory(join(path, 'prometheus.yml.d')) ?? [])]
      .filter((name) => name.endsWith('.yml'))
      .sort()
      .flatMap((name) => part(join(path, 'prometheus.yml.d', name), files)),
  ])
}

function whole(file: string, files: FileReader): readonly Problem[] {
  if (files.readText(file) === undefined) return []
  return [
    notTaken(
      file,
      "Kolla's Prometheus has its whole configuration from here",
      'write what of its scrape_configs the workers should have under worker.extra_scrape_configs in the manifest; every worker scrapes them',
    ),
  ]
}

function part(file: string, files: FileReader): readonly Problem[] {
  const text = files.readText(file)
  if (typeof text !== 'string') return []
  const { value } = readYaml(text, file, 'ansible')
  const configs = isRecord(value) && Array.isArray(value['scrape_configs']) ? value['scrape_configs'] : []
  const names = jobNames(text)
  if (names.length === 0)
    return [
      notTaken(
        file,
        "it is a part of the configuration of Kolla's Prometheus, without scrape_configs of jobs",
        'remote_write, rules and alerting of Kolla stay with its Prometheus',
      ),
    ]
  return [
    notTaken(
      file,
      `Kolla's Prometheus has its jobs ${names.join(', ')}`,
      remedyFor(configs.filter(isRecord), text),
    ),
  ]
}

/** Also of a template, which is no YAML. */
function jobNames(text: string): readonly string[] {
  const lines = text.split('\n').slice(0, 10_000)
  const names = lines.flatMap(
    (line) => /^[ -]{0,40}job_name: ?["']?(?<name>[^"'#\s]{1,80})/u.exec(line)?.groups?.['name'] ?? [],
  )
  return [...new Set(names)].slice(0, 10)
}

const MOST_SHOWN = 600

/** The lines for the manifest, where they are no template, hold no secret and are short enough to be read. */
function remedyFor(configs: readonly Readonly<Record<string, unknown>>[], text: string): string {
  const lines = JSON.stringify(configs)
  const asThey =
    configs.length > 0 && !text.includes('{{') && !text.includes('{%') && lines.length <= MOST_SHOWN
  const isPlain =
    asThey && extraScrapeConfigProblems({ worker: { extra_scrape_configs: configs } }).length === 0
  return isPlain
    ? `every worker scrapes them with worker: { extra_scrape_configs: ${lines} } in the manifest`
    : 'write them under worker.extra_scrape_configs in the manifest, without templates and secrets; every worker scrapes them'
}

function notTaken(file: string, found: string, remedy: string): Problem {
  return { severity: 'warning', at: { file }, path: '', message: `not taken over: ${found}`, remedy }
}

/** Said once: it is one text for all nodes, as a rule. */
function instanceLabel(cloud: NodesOfCloud): readonly Problem[] {
  for (const { name } of cloud.nodes) {
    const resolved = cloud.resolve(name, 'prometheus_instance_label')
    if (resolved.known ? resolved.origin.kind === 'default' : resolved.reason !== 'needs-node') continue
    if (resolved.known && (!resolved.value || resolved.value === 'None' || resolved.value === name)) continue
    const at = resolved.known && resolved.origin.kind === 'file' ? resolved.origin.at : undefined
    return [
      {
        severity: 'warning',
        at: resolved.known ? at : resolved.problem.at,
        path: 'prometheus_instance_label',
        message:
          "not taken over: the label instance of a worker's series is the name of the node in the inventory",
        remedy: 'query by node or instance; remove the variable, or leave it for the Prometheus of Kolla',
      },
    ]
  }
  return []
}
