import type { YamlPath } from '../../yaml/tree.ts'
import { type ManifestProblem, wrong, wrongKey } from '../problems/manifest-problem.ts'
import type { SchemaFault } from './schema.ts'
import type { WrittenManifest } from './written.ts'

/** What is left of a written manifest without its invalid values: each part has its type, any may be missing. */
export type Draft = Partially<WrittenManifest>

type Partially<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: Partially<T[K]> }
    : T

/** The manifest without its invalid values, so that rules can judge the rest. */
export function draftOf(manifest: unknown, invalid: readonly YamlPath[]): Draft {
  if (typeof manifest !== 'object' || Array.isArray(manifest)) return {}
  const draft: unknown = structuredClone(manifest)
  for (const path of invalid) remove(draft, listOf(path))
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is left of it satisfies the schema
  return draft as Draft
}

/** The places of the values that violate the schema. */
export function faultyPlaces(faults: readonly SchemaFault[]): YamlPath[] {
  return faults.flatMap(({ keyword, path, key }) => {
    if (keyword === 'required') return []
    return keyword === 'additionalProperties' ? [[...path, key ?? '']] : [path]
  })
}

/** Characters that cannot be seen, and keys that would turn against the program; they are refused wherever they stand. */
export function hiddenProblems(value: unknown, path: YamlPath = []): ManifestProblem[] {
  if (typeof value === 'string')
    return hidden(value) ? [wrong(path, 'found a control character', 'take it out')] : []
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap((item, index) => hiddenProblems(item, [...path, index]))
  return Object.entries(value).flatMap(([key, item]) => {
    const place = [...path, key]
    if (key === '__proto__') return [wrongKey(place, 'unknown key', 'take it out')]
    if (hidden(key)) return [wrongKey(place, 'found a control character in the key', 'take it out')]
    return hiddenProblems(item, place)
  })
}

function hidden(text: string): boolean {
  return /(?![\n\t])\p{Cc}/u.test(text)
}

/** A list with a wrong item is judged no further: what is left would have other indexes. */
function listOf(path: YamlPath): YamlPath {
  const index = path.findIndex((part) => typeof part === 'number')
  return index < 0 ? path : path.slice(0, index)
}

function remove(value: unknown, path: YamlPath): void {
  let holder = value
  for (const part of path.slice(0, -1)) holder = Object.getOwnPropertyDescriptor(Object(holder), part)?.value
  const last = path.at(-1)
  if (last !== undefined && typeof holder === 'object' && holder !== null)
    Reflect.deleteProperty(holder, last)
}
