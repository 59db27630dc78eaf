import type { YamlPath } from '../yaml/tree.ts'
import type { ManifestContext } from './problems/context.ts'
import type { ManifestProblem } from './problems/manifest-problem.ts'
import type { Draft } from './schema/draft.ts'
import { extraScrapeConfigProblems } from './sections/extra-scrape-configs.ts'
import { grafanaProblems } from './sections/grafana.ts'
import { kollaProblems } from './sections/kolla.ts'
import { labelProblems } from './sections/labels.ts'
import { mimirProblems } from './sections/mimir.ts'
import { nodesProblems } from './sections/nodes.ts'
import { rolloutProblems } from './sections/rollout.ts'
import { scrapingProblems } from './sections/scraping.ts'
import { sshProblems } from './sections/ssh.ts'
import { workerProblems } from './sections/worker.ts'

/** Finds what is wrong with the meaning of values that have the right shape; `invalid` are the places that have not. */
type Rule = (manifest: Draft, context: ManifestContext, invalid: readonly YamlPath[]) => ManifestProblem[]

const RULES: readonly Rule[] = [
  mimirProblems,
  grafanaProblems,
  kollaProblems,
  nodesProblems,
  sshProblems,
  workerProblems,
  scrapingProblems,
  extraScrapeConfigProblems,
  labelProblems,
  rolloutProblems,
]

/** What is wrong with a draft by the rules of its sections, from which the `invalid` places were removed. */
export const ruleProblems: Rule = (manifest, context, invalid) =>
  RULES.flatMap((rule) => rule(manifest, context, invalid))
