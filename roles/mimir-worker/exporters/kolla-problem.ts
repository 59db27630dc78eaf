import type { Origin } from '../../../src/kolla/files/variable.ts'
import type { Resolved } from '../../../src/kolla/resolve.ts'
import {
  type ManifestProblem,
  type ProblemText,
  wrong,
} from '../../../src/manifest/problems/manifest-problem.ts'
import type { Problem } from '../../../src/model/problem.ts'

/** Something wrong with what the operator wrote: in the manifest, or in a file of Kolla's. */
export type KollaProblem = ManifestProblem | Problem

/**
 * A problem with a value of Kolla's, where it was written: in a file, or in the manifest's `kolla.overrides`. One
 * that Kolla makes of other variables is reported at the last of those that somebody wrote.
 */
export function kollaProblem(
  key: string,
  resolved: Resolved,
  { message, remedy }: ProblemText,
): KollaProblem {
  const { key: written, origin } = cause(key, resolved)
  const what = written === key ? message : `${message}, and ${key} is made of it`
  if (origin?.kind === 'override') return wrong(['kolla', 'overrides', written], what, remedy)
  const at = origin?.kind === 'file' ? origin.at : undefined
  return { severity: 'error', at, path: written, message: what, remedy }
}

function cause(key: string, resolved: Resolved): { key: string; origin: Origin | undefined } {
  if (!resolved.known) return { key, origin: undefined }
  const { origin, through } = resolved
  return origin.kind === 'default' ? (through.at(-1) ?? { key, origin }) : { key, origin }
}
