import { explainPrecheck } from '../../messages/explain.ts'
import type { Language } from '../../messages/language.ts'
import type { Explanation } from '../../messages/types/failures.ts'
import { PRECHECKS, type PrecheckReport, type PrecheckResult } from '../../model/precheck.ts'
import { groupBy } from '../../values/group-by.ts'
import { coarseLikeness } from '../digest/similarity.ts'
import { byName } from '../text/fold.ts'

/** One result that several nodes have alike; the words are those of the first of them. */
export interface SharedResult extends PrecheckResult {
  readonly nodes: readonly string[]
  readonly explanation: Explanation
  /** Whether the words are the same for all. */
  readonly alike: boolean
}

interface Own {
  readonly node: string
  readonly result: PrecheckResult
}

/** All results of a report in the order of the prechecks, nodes with like ones together. */
export function sharedResults(report: PrecheckReport, language: Language): readonly SharedResult[] {
  const nodes = report.nodes.toSorted((left, right) => byName(left.node, right.node))
  const all = nodes.flatMap(({ node, results }) => results.map((result): Own => ({ node, result })))
  const groups = groupBy(all, ({ node, result }) => keyOf(node, result))
  return [...groups.values()]
    .flatMap((group) => shared(group, language))
    .sort((left, right) => placeOf(left) - placeOf(right))
}

/** What went well is one group however it is worded: its numbers are in the report. */
function keyOf(node: string, { precheck, subject, state, finding }: PrecheckResult): string {
  const like = finding.kind === 'good' ? 'good' : coarseLikeness(node, finding)
  return JSON.stringify([precheck, subject, state, like])
}

function shared(group: readonly Own[], language: Language): SharedResult[] {
  const explanations = group.map(({ result }) => explainPrecheck(result.finding, language))
  const [first] = group
  const [explanation] = explanations
  if (first === undefined || explanation === undefined) return []
  const alike = explanations.every(
    ({ problem, remedy }) => problem === explanation.problem && remedy === explanation.remedy,
  )
  return [{ ...first.result, nodes: group.map(({ node }) => node), explanation, alike }]
}

function placeOf({ precheck }: PrecheckResult): number {
  return PRECHECKS.indexOf(precheck)
}
