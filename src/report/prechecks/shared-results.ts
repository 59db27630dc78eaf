import { explainPrecheck } from '../../messages/explain.ts'
import type { Language } from '../../messages/language.ts'
import type { Explanation } from '../../messages/types/failures.ts'
import { PRECHECKS, type PrecheckReport, type PrecheckResult } from '../../model/precheck.ts'
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
  const groups = new Map<string, Own[]>()
  const nodes = report.nodes.toSorted((left, right) => byName(left.node, right.node))
  for (const { node, results } of nodes)
    for (const result of results) {
      const key = keyOf(node, result)
      groups.set(key, [...(groups.get(key) ?? []), { node, result }])
    }
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
