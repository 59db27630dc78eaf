import { dirname, resolve } from 'node:path'
import type { Problem } from '../model/problem.ts'
import { readYaml, type YamlReading } from '../yaml/document.ts'
import { normalise } from './normalise.ts'
import type { ManifestContext } from './problems/context.ts'
import { type ManifestProblem, toProblem, wrong } from './problems/manifest-problem.ts'
import { inOrder } from './problems/problem-lines.ts'
import { ruleProblems } from './rules.ts'
import { draftOf, faultyPlaces, hiddenProblems } from './schema/draft.ts'
import { inventorySchema, schemaFaults } from './schema/schema.ts'
import { schemaProblems } from './schema/schema-problems.ts'
import type { WrittenManifest } from './schema/written.ts'
import type { Manifest } from './settings.ts'

export type { ManifestContext, TextFile } from './problems/context.ts'
export type { Manifest } from './settings.ts'

export interface ManifestText {
  /** As the operator named it; it stands before every problem. */
  readonly file: string
  readonly text: string
}

export interface ManifestReading {
  /** There when no problem is an error. */
  readonly manifest?: Manifest
  /** All of them, in the order of the text. */
  readonly problems: readonly Problem[]
  /** Where the value at a path of the manifest begins, or its key, for later problems with it. */
  readonly positionOf: YamlReading['positionOf']
}

/** Reads a manifest and finds everything that is wrong with it. Runs nothing, dials nothing, never rejects. */
export async function readManifest(source: ManifestText, context: ManifestContext): Promise<ManifestReading> {
  const folder = dirname(resolve(context.folder, source.file))
  const here = { ...context, folder }
  const { value, problems: syntax, positionOf } = readYaml(source.text, source.file, 'strict-1.2')
  const meaning = value === undefined ? [] : await problemsOf(value, here)
  const problems = inOrder([...syntax, ...meaning.map((problem) => toProblem(problem, positionOf))])
  if (value === undefined || problems.some(({ severity }) => severity === 'error'))
    return { problems, positionOf }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it has no problem by the schema
  const manifest = normalise(value as WrittenManifest, source.file, {
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

async function problemsOf(value: unknown, context: ManifestContext): Promise<ManifestProblem[]> {
  if (value === null)
    return [wrong([], 'found nothing in the file', 'write e.g. mimir: { url: http://10.0.0.5:9009 }')]
  const hidden = hiddenProblems(value)
  const faults = await schemaFaults(value)
  const shapes = schemaProblems(faults, inventorySchema())
  const invalid = [...hidden.map(({ path }) => path), ...faultyPlaces(faults)]
  return distinct([...hidden, ...shapes, ...ruleProblems(draftOf(value, invalid), context, invalid)])
}

/** The first problem of each place. */
function distinct(problems: readonly ManifestProblem[]): ManifestProblem[] {
  const places = new Set<string>()
  return problems.filter(({ path, part, severity }) => {
    const place = JSON.stringify([path, part, severity])
    return !places.has(place) && places.add(place)
  })
}
