import type { Problem } from '../../model/problem.ts'
import type { YamlPath } from '../../yaml/tree.ts'
import type { ManifestContext } from '../problems/context.ts'
import type { ProblemText } from '../problems/manifest-problem.ts'
import { type SecretReference, secretReference } from '../values/secret-reference.ts'

/** What the sections of a manifest are normalised with: its surroundings, and how a later problem gets its place. */
export interface Normalising {
  readonly context: ManifestContext
  readonly problemAt: (path: YamlPath, text: ProblemText) => Problem
}

/** The secret that the manifest refers to at a path. */
export function secretAt(
  path: YamlPath,
  written: string,
  { context, problemAt }: Normalising,
): SecretReference {
  return secretReference(written, context, (text) => problemAt(path, text))
}
