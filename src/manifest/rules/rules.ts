import type { YamlPath } from '../../yaml/tree.ts'
import type { ManifestContext } from '../problems/context.ts'
import type { ManifestProblem } from '../problems/mistake.ts'
import type { Draft } from '../schema/written.ts'
import { extraMistakes } from './extra-scrape-configs.ts'
import { grafanaMistakes } from './grafana.ts'
import { kollaMistakes } from './kolla.ts'
import { labelMistakes } from './labels.ts'
import { mimirMistakes } from './mimir.ts'
import { nodesMistakes } from './nodes.ts'
import { rolloutMistakes } from './rollout.ts'
import { scrapingMistakes } from './scraping.ts'
import { sshMistakes } from './ssh.ts'
import { workerMistakes } from './worker.ts'

/** What is wrong about the meaning of values that have the right shape; `mistaken` are the places that have not. */
type Rule = (manifest: Draft, context: ManifestContext, mistaken: readonly YamlPath[]) => ManifestProblem[]

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
