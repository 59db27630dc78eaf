import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Difference } from '../../../src/model/check.ts'
import { parseDuration } from '../../../src/values/duration.ts'
import { isRecord } from '../../../src/values/json.ts'
import { recentSet } from '../../../src/values/recent-set.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import { foundYaml } from './found-yaml.ts'
import type { DesiredGeneration } from './generation.ts'

/**
 * How the configuration that a Prometheus has loaded differs from the one rendered for it. Prometheus writes its
 * configuration anew: with every default filled in, durations in its own form and secrets hidden. So each thing
 * that was written must be there and mean the same; what it added is its own, but for labels and headers.
 */
export function configDifferences(generation: DesiredGeneration, loaded: string): Difference[] {
  const pair = pairOf(generation, loaded)
  if (agreeing.has(pair)) return []
  const found = differences(generation.document, read(loaded), '')
  if (found.length === 0) agreeing.add(pair)
  return found
}

/** Pairs that are remembered: more than a cloud has nodes, and a few hundred bytes each. */
const MOST_PAIRS = 4096

/**
 * Pairs of written and loaded texts that were found to agree. Reading YAML is what deciding for a fleet costs most,
 * and nodes of one kind have the same texts but for their names and addresses: where the texts of one agree, so do
 * those of the others. `verify --watch` runs for months, so the memory has a limit.
 */
const agreeing = recentSet(MOST_PAIRS)

function pairOf({ files, nodeValues }: DesiredGeneration, loaded: string): string {
  const written = files.find(({ path }) => path === 'prometheus.yml')?.text ?? ''
  const texts = [written, loaded].map((text) =>
    nodeValues.reduce((rest, word, index) => rest.replaceAll(word, `\0${index}\0`), text),
  )
  return createHash('sha256').update(texts.join('\0\0')).digest('hex')
}

/** Maps in which Prometheus fills in nothing. */
const OPERATORS_OWN = /(?:^|[.])(?:external_labels|labels|headers)$/u

function read(text: string): unknown {
  return foundYaml(text)
}

function differences(written: unknown, loaded: unknown, path: string): Difference[] {
  if (isRecord(written)) {
    const found = isRecord(loaded) ? loaded : {}
    const added = OPERATORS_OWN.test(path) ? Object.keys(found).filter((key) => !(key in written)) : []
    return [
      ...Object.entries(written).flatMap(([key, value]) =>
        differences(value, found[key], path === '' ? key : `${path}.${key}`),
      ),
      ...added.map((key) => difference(`${path}.${key}`, undefined, found[key])),
    ]
  }
  if (Array.isArray(written)) {
    const found: unknown[] = Array.isArray(loaded) ? loaded : []
    const lengths =
      written.length === found.length ? [] : [difference(`${path}.length`, written.length, found.length)]
    return [
      ...lengths,
      ...written.flatMap((value, index) => differences(value, found[index], `${path}[${index}]`)),
    ]
  }
  return sameMeaning(written, loaded, path) ? [] : [difference(path, written, loaded)]
}

function sameMeaning(written: unknown, loaded: unknown, path: string): boolean {
  if (isDeepStrictEqual(written, loaded) || loaded === '<secret>') return true
  // Prometheus resolves the paths of files against the folder of its configuration.
  if (path.endsWith('_file')) return String(loaded).endsWith(`/${String(written)}`)
  const [writtenMs, loadedMs] = [parseDuration(String(written)), parseDuration(String(loaded))]
  return writtenMs !== undefined && writtenMs === loadedMs
}

function difference(field: string, expected: unknown, found: unknown): Difference {
  return { field, expected: safeLine(shown(expected)), found: safeLine(shown(found)) }
}

function shown(value: unknown): string {
  return value === undefined || value === null ? 'absent' : JSON.stringify(value)
}
