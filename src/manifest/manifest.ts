import { dirname, resolve } from 'node:path'
import type { Problem } from '../model/problem.ts'
import { readYaml, type YamlReading } from '../yaml/document.ts'
import { normalise } from './normalise.ts'
import type { ManifestContext } from './problems/context.ts'
import { type ManifestProblem, toProblem, wrong } from './problems/mistake.ts'
import { inOrder } from './problems/problem-lines.ts'
import { ruleMistakes } from './rules/rules.ts'
import { draftOf, faultyPlaces, hiddenMistakes } from './schema/draft.ts'
import { inventorySchema, schemaFaults } from './schema/schema.ts'
import { schemaMistakes } from './schema/schema-mistakes.ts'
import type { WrittenManifest } from './schema/written.ts'
import type { Manifest } from './settings.ts'

export type { ManifestContext, TextFile } from './problems/context.ts'
export type { Manifest } from './settings.ts'

export interface ManifestSource {
  /** As the operator named it; it stands before every problem. */
  readonly file: string
  readonly text: string
}

export interface ManifestReading {
  /** There when no problem is an error. */
  readonly manifest?: Manifest
  /** All of them, in the order of the text. */
  readonly problems: readonly Problem[]
  /** Where the value at a path of the manifest begins, or its key, for complaints of those who use it. */
  readonly positionOf: YamlReading['positionOf']
}

/** Reads a manifest and finds everything that is wrong with it. Runs nothing, dials nothing, never rejects. */
export async function readManifest(
  source: ManifestSource,
  context: ManifestContext,
): Promise<ManifestReading> {
  const folder = dirname(resolve(context.folder, source.file))
  const here = { ...context, folder }
  const { value, problems: syntax, positionOf } = readYaml(source.text, source.file, 'strict-1.2')
  const mistakes = value === undefined ? [] : await mistakesOf(value, here)
  const problems = inOrder([...syntax, ...mistakes.map((mistake) => toProblem(mistake, positionOf))])
  if (value === undefined || problems.some(({ severity }) => severity === 'error'))
    return { problems, positionOf }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema has nothing against it
  const manifest = normalise(value as WrittenManifest, {
    file: source.file,
    context: here,
    problemAt: (path, { message, remedy }) => toProblem(wrong(path, message, remedy), positionOf),
  })
  return { manifest, problems, positionOf }
}

/** Reads the manifest of that name, as `readManifest` does. */
export async function readManifestFile(file: string, context: ManifestContext): Promise<ManifestReading> {
  const read = context.readText(resolve(context.folder, file))
  if (read.ok) return readManifest({ file, text: read.value.text }, context)
  const remedy = 'name the manifest to use, e.g. a copy of inventory.example.yml'
  const problem: Problem = {
    severity: 'error',
    at: { file },
    path: '',
    message: `the manifest ${read.failure}`,
    remedy,
  }
  return { problems: [problem], positionOf: () => ({ file, line: 1, column: 1 }) }
}

async function mistakesOf(value: unknown, context: ManifestContext): Promise<ManifestProblem[]> {
  if (value === null)
    return [wrong([], 'found nothing in the file', 'write e.g. mimir: { url: http://10.0.0.5:9009 }')]
  const hidden = hiddenMistakes(value)
  const faults = await schemaFaults(value)
  const shapes = schemaMistakes(faults, inventorySchema())
  const mistaken = [...hidden.map(({ path }) => path), ...faultyPlaces(faults)]
  return distinct([...hidden, ...shapes, ...ruleMistakes(draftOf(value, mistaken), context, mistaken)])
}

/** One complaint a place is enough: the first. */
function distinct(mistakes: readonly ManifestProblem[]): ManifestProblem[] {
  const places = new Set<string>()
  return mistakes.filter(({ path, part, severity }) => {
    const place = JSON.stringify([path, part, severity])
    return !places.has(place) && places.add(place)
  })
}
