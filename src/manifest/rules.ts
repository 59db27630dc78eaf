import type { YamlPath } from '../yaml/tree.ts'
import type { ManifestContext } from './context.ts'
import type { Mistake } from './mistake.ts'
import { kollaMistakes } from './rules/kolla.ts'
import { labelMistakes } from './rules/labels.ts'
import { mimirMistakes } from './rules/mimir.ts'
import { rolloutMistakes } from './rules/rollout.ts'
import { sshMistakes } from './rules/ssh.ts'
import { whereNodesMistakes } from './rules/where-nodes.ts'
import { workerMistakes } from './rules/worker.ts'
import type { Draft } from './written.ts'

/** What is wrong about the meaning of values that have the right shape. */
type Rule = (manifest: Draft, context: ManifestContext) => Mistake[]

const RULES: readonly Rule[] = [
  mimirMistakes,
  kollaMistakes,
  sshMistakes,
  workerMistakes,
  labelMistakes,
  rolloutMistakes,
]

/** What the rules have against a draft; `mistaken` are the places that were taken out of it. */
export function ruleMistakes(
  manifest: Draft,
  context: ManifestContext,
  mistaken: readonly YamlPath[],
): Mistake[] {
  return [
    ...RULES.flatMap((rule) => rule(manifest, context)),
    ...whereNodesMistakes(manifest, context, mistaken),
  ]
}
