import type { YamlPath } from '../yaml/tree.ts'
import type { ManifestContext } from './context.ts'
import type { Mistake } from './mistake.ts'
import { extraMistakes } from './rules/extra-scrape-configs.ts'
import { grafanaMistakes } from './rules/grafana.ts'
import { kollaMistakes } from './rules/kolla.ts'
import { labelMistakes } from './rules/labels.ts'
import { mimirMistakes } from './rules/mimir.ts'
import { nodesMistakes } from './rules/nodes.ts'
import { rolloutMistakes } from './rules/rollout.ts'
import { scrapingMistakes } from './rules/scraping.ts'
import { sshMistakes } from './rules/ssh.ts'
import { workerMistakes } from './rules/worker.ts'
import type { Draft } from './written.ts'

/** What is wrong about the meaning of values that have the right shape; `mistaken` are the places that have not. */
type Rule = (manifest: Draft, context: ManifestContext, mistaken: readonly YamlPath[]) => Mistake[]

const RULES: readonly Rule[] = [
  mimirMistakes,
  grafanaMistakes,
  kollaMistakes,
  nodesMistakes,
  sshMistakes,
  workerMistakes,
  scrapingMistakes,
  extraMistakes,
  labelMistakes,
  rolloutMistakes,
]

/** What the rules have against a draft, from which the `mistaken` places were taken out. */
export const ruleMistakes: Rule = (manifest, context, mistaken) =>
  RULES.flatMap((rule) => rule(manifest, context, mistaken))
