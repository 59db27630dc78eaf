import { isRecord, listOf, textOf } from '../../../src/values/json.ts'
import { projectName } from '../worker/vars.ts'
import { foundYaml } from './found-yaml.ts'
import { type DesiredGeneration, nameOf, nodeValuesOf } from './generation.ts'
import type { PrometheusDocument } from './prometheus.ts'
import type { GenerationRecord } from './record.ts'
import type { WorkerExpectation } from './worker-expectation.ts'

/** What a node reports of a generation that is on it. */
export interface FoundGeneration {
  readonly name: string
  readonly record: GenerationRecord
  /** The text of its prometheus.yml. */
  readonly configuration: string
  /** Path in the generation → sha256. */
  readonly sums: ReadonlyMap<string, string>
  /** worker.directory */
  readonly directory: string
}

/**
 * Pure: what a node that runs this generation has to show. Undefined where its files are not what its name says: then
 * somebody changed them, and nothing can be proven by them.
 */
export function expectedFrom(found: FoundGeneration): WorkerExpectation | undefined {
  const { name, record, configuration, sums, directory } = found
  const files = [...sums].map(([path, sha256]) =>
    path === 'prometheus.yml' ? { path, sha256, text: configuration } : { path, sha256 },
  )
  const document = documentOf(configuration, record)
  if (document === undefined || nameOf(files) !== name) return undefined
  const { image, container } = record
  const generation: DesiredGeneration = {
    name,
    image,
    files,
    container,
    document,
    nodeValues: nodeValuesOf(record),
  }
  return { vars: record, generation, project: projectName(directory) }
}

/** As `comparable` of a rendered one: of the operator's own scrape configs only the names are compared. */
function documentOf(text: string, { extraScrapeConfigs }: GenerationRecord): PrometheusDocument | undefined {
  const value = foundYaml(text)
  if (!isRecord(value) || !isRecord(value['global'])) return undefined
  const extra = new Set(extraScrapeConfigs.map(({ job_name }) => job_name))
  const scrape_configs = listOf(value, 'scrape_configs')
    .filter(isRecord)
    .map((config) =>
      extra.has(textOf(config, 'job_name')) ? { job_name: textOf(config, 'job_name') } : config,
    )
  return {
    global: value['global'],
    scrape_configs,
    remote_write: listOf(value, 'remote_write').filter(isRecord),
  }
}
