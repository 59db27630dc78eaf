import type { Problem } from '../../model/problem.ts'
import { safeLine } from '../../values/safe-text.ts'
import type { YamlReading } from '../../yaml/document.ts'
import { pathText, type YamlPath } from '../../yaml/tree.ts'

/** What is wrong with a value, and what to do about it. */
export interface ProblemText {
  readonly message: string
  readonly remedy: string
}

/** A complaint about one place of the manifest, before the place has its line and column. */
export interface ManifestProblem extends ProblemText {
  readonly severity: Problem['severity']
  readonly path: YamlPath
  /** Whether the key is meant or its value. */
  readonly part: 'key' | 'value'
}

/** An error at a value. */
export function wrong(path: YamlPath, message: string, remedy: string): ManifestProblem {
  return { severity: 'error', path, part: 'value', message, remedy }
}

/** An error at a key. */
export function wrongKey(path: YamlPath, message: string, remedy: string): ManifestProblem {
  return { severity: 'error', path, part: 'key', message, remedy }
}

/** Something to think about at a value that is allowed. */
export function doubtful(path: YamlPath, message: string, remedy: string): ManifestProblem {
  return { severity: 'warning', path, part: 'value', message, remedy }
}

/** A complaint, if there is one, as an error at `path`. */
export function wrongIf(path: YamlPath, complaint: ProblemText | undefined): ManifestProblem[] {
  return complaint ? [wrong(path, complaint.message, complaint.remedy)] : []
}

export function toProblem(mistake: ManifestProblem, positionOf: YamlReading['positionOf']): Problem {
  const { severity, path, part, message, remedy } = mistake
  return { severity, at: positionOf(path, part), path: pathText(path), message, remedy }
}

/** A complaint with its place: one about the manifest gets its line and column, any other has its own. */
export function inPlace(
  complaint: ManifestProblem | Problem,
  positionOf: YamlReading['positionOf'],
): Problem {
  return 'part' in complaint ? toProblem(complaint, positionOf) : complaint
}

/** A value as messages show it. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return value === '' ? 'an empty string' : `"${safeLine(value, 60)}"`
  if (typeof value === 'number') return `the number ${value}`
  if (typeof value === 'boolean') return String(value)
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  return Object.keys(value).length === 0 ? 'an empty map' : 'a map'
}
