import { isRecord, listOf, textOf } from '../../../src/values/json.ts'
import { readYaml } from '../../../src/yaml/document.ts'

/** What is staged on a node: sum and path → content. */
export type Files = ReadonlyMap<string, string>

export function textOfFile(files: Files, path: string): string {
  return [...files].find(([key]) => key.endsWith(`  ${path}`))?.[1] ?? ''
}

/** Where a configuration sends to. */
export function pushUrlIn(config: string): string {
  const { value } = readYaml(config, 'prometheus.yml', 'strict-1.2')
  const [queue] = isRecord(value) ? listOf(value, 'remote_write').filter(isRecord) : []
  return textOf(queue, 'url')
}

/** Where the worker's container is told to listen. */
export function listenFlag(files: Files): string {
  const text = textOfFile(files, 'docker-compose.yml')
  return /--web\.listen-address=(?<listen>[^"]+)"/u.exec(text)?.groups?.['listen'] ?? ''
}

/** The jobs of a rendered prometheus.yml, each with the url of its first target. */
export function scrapes(files: Files): { job: string; url: string }[] {
  const { value } = readYaml(textOfFile(files, 'prometheus.yml'), 'prometheus.yml', 'strict-1.2')
  const configs = isRecord(value) ? listOf(value, 'scrape_configs').filter(isRecord) : []
  return configs.map((config) => {
    const [first] = listOf(config, 'static_configs').filter(isRecord)
    return { job: textOf(config, 'job_name'), url: `http://${String(listOf(first, 'targets')[0])}/metrics` }
  })
}
