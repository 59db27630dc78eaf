import type { ManifestReading } from '../../../src/manifest/manifest.ts'
import type { WorkerSpec } from '../../../src/manifest/settings.ts'
import type { Failure } from '../../../src/model/failure.ts'
import type { Node } from '../../../src/model/node.ts'
import { isRecord, listOf } from '../../../src/values/json.ts'
import { type SafeText, safeLine } from '../../../src/values/safe-text.ts'
import { readYaml } from '../../../src/yaml/document.ts'
import { pathText, type YamlPath } from '../../../src/yaml/tree.ts'
import type { WorkerVars } from '../worker/vars.ts'
import type { Generation } from './generation.ts'
import { rejectedPlaces } from './promtool-error.ts'
import { originOf } from './source-map.ts'

/** The worker's part of the manifest, and where its keys stand. */
export interface ManifestSource {
  readonly worker: WorkerSpec
  readonly positionOf: ManifestReading['positionOf']
}

/** A rejected configuration with the keys of the manifest that caused it, where they are known. */
export function withKeys(
  failure: Failure,
  { name, groups }: Node,
  { vars, generation }: { readonly vars: WorkerVars; readonly generation: Generation },
  { worker, positionOf }: ManifestSource,
): Failure {
  if (failure.reason !== 'config-rejected') return failure
  const text = generation.files.find(({ path }) => path === 'prometheus.yml')?.text ?? ''
  const { value } = readYaml(text, 'prometheus.yml', 'strict-1.2')
  const scrapeConfigs = isRecord(value) ? listOf(value, 'scrape_configs') : []
  const ingredients = { node: { name, groups }, worker, vars, scrapeConfigs }
  const { named, likely } = rejectedPlaces(failure.evidence, text)
  const keyAt = (path: YamlPath): SafeText | undefined => {
    const key = originOf(path, ingredients)
    if (key === undefined) return undefined
    const { file, line, column } = positionOf(key, 'key')
    return safeLine(`${file}:${line}:${column} ${pathText(key)}`, 300)
  }
  return { ...failure, keys: keysOf(named.map(keyAt), likely.map(keyAt)) }
}

/** What fits by its words counts only where all of that is of one key. */
function keysOf(
  named: readonly (SafeText | undefined)[],
  likely: readonly (SafeText | undefined)[],
): SafeText[] {
  const certain = [...new Set(named)].filter((key) => key !== undefined)
  const [only, ...others] = new Set(likely)
  return certain.length > 0 || only === undefined || others.length > 0 ? certain : [only]
}
