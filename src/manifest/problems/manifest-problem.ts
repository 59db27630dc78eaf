import type { Problem } from '../../model/problem.ts'
import { safeLine } from '../../values/safe-text.ts'
import type { YamlReading } from '../../yaml/document.ts'
import { pathText, type YamlPath } from '../../yaml/tree.ts'

/** What is wrong with a value, and what to do about it. */
export interface ProblemText {
  readonly message: string
  readonly remedy: string
}

/** A problem at one place of the manifest, before the place has its line and column. */
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

/** A warning at a value that is allowed. */
export function doubtful(path: YamlPath, message: string, remedy: string): ManifestProblem {
  return { severity: 'warning', path, part: 'value', message, remedy }
}

/** A problem, if there is one, as an error at `path`. */
export function wrongIf(path: YamlPath, text: ProblemText | undefined): ManifestProblem[] {
  return text ? [wrong(path, text.message, text.remedy)] : []
}

export function toProblem(problem: ManifestProblem, positionOf: YamlReading['positionOf']): Problem {
  const { severity, path, part, message, remedy } = problem
  return { severity, at: positionOf(path, part), path: pathText(path), message, remedy }
}

/** A problem with its place: one of the manifest gets its line and column, any other has its own. */
export function inPlace(problem: ManifestProblem | Problem, positionOf: YamlReading['positionOf']): Problem {
  return 'part' in problem ? toProblem(problem, positionOf) : problem
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
