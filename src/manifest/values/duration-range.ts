import { parseDuration } from '../../values/duration.ts'
import type { YamlPath } from '../../yaml/tree.ts'
import { type ManifestProblem, wrong } from '../problems/manifest-problem.ts'

/** The shortest and the longest duration that a key takes, as written. */
export type DurationRange = readonly [shortest: string, longest: string]

/** A duration that is outside its range; one that is not given, or is none, is not. */
export function outOfRange(
  path: YamlPath,
  text: string | undefined,
  range: DurationRange,
): ManifestProblem[] {
  const duration = text === undefined ? undefined : parseDuration(text)
  if (duration === undefined) return []
  const [shortest, longest] = range
  const short = duration < (parseDuration(shortest) ?? 0)
  if (!short && duration <= (parseDuration(longest) ?? Number.POSITIVE_INFINITY)) return []
  const remedy = short ? `write ${shortest} or more` : `write ${longest} or less`
  return [wrong(path, `expected ${shortest} to ${longest}, found ${text}`, remedy)]
}
