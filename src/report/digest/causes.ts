import { explainFailure, explainFinding } from '../../messages/explain.ts'
import type { Language } from '../../messages/language.ts'
import type { Explanation } from '../../messages/types/failures.ts'
import type { CheckName, Finding } from '../../model/check.ts'
import type { Failure } from '../../model/failure.ts'
import type { NodeReport, Report } from '../../model/report.ts'
import { groupBy } from '../../values/group-by.ts'
import { type SafeText, safeText } from '../../values/safe-text.ts'
import { byName } from '../text/fold.ts'
import { coarseLikeness, likeness } from './similarity.ts'

/** Why a node is not verified: what stopped it, or what a check found. */
export type CauseGroup =
  | { readonly failure: Failure }
  | { readonly check: CheckName; readonly finding: Finding }

/** Nodes with one cause; the text is that of the first of them, `alike` where it is the same for all. */
export interface SharedCause {
  readonly nodes: readonly string[]
  readonly explanation: Explanation
  readonly evidence: SafeText
  readonly alike: boolean
}

interface Affected {
  readonly node: string
  readonly cause: CauseGroup
}

/** More wordings of one cause than this are not told apart. */
const MOST_WORDINGS = 5

const NOTHING = safeText('')

/**
 * The causes of one node; a node that is only unverified has those of its failed checks. An error of Mimir makes one
 * check after the other fail: it is reported once, at the first of them. Two senders with one name are the cause of
 * the errors that they inflict on each other.
 */
export function causesOf(node: NodeReport): readonly CauseGroup[] {
  const findings = node.checks
    .filter(({ state }) => state === 'failed')
    .map(({ check, finding }) => ({ check, finding }))
    .filter(
      ({ finding }, at, all) => all.findIndex((earlier) => sameRefusal(earlier.finding, finding)) === at,
    )
    .filter(
      ({ finding }, _at, all) =>
        !all.some((candidate) => candidate.finding.kind === 'two-senders') || !isDoneByTwoSenders(finding),
    )
  const unwell = node.rollback?.failure
  // A node that was fine until its rollback failed by the rollback alone.
  const back = unwell === undefined || unwell === node.failure ? [] : [{ failure: unwell }]
  if (node.failure === undefined) return [...findings, ...back]
  const causes =
    node.failure.reason === 'unproven' && findings.length > 0 ? findings : [{ failure: node.failure }]
  return [...causes, ...back]
}

/** Whether it is the same finding, or another that has the same reason in Mimir. */
function sameRefusal(left: Finding, right: Finding): boolean {
  const refusalOf = (finding: Finding): string | undefined =>
    'refusal' in finding ? finding.refusal?.cause : undefined
  return left === right || (refusalOf(left) !== undefined && refusalOf(left) === refusalOf(right))
}

function isDoneByTwoSenders(finding: Finding): boolean {
  const refusal = 'refusal' in finding ? finding.refusal?.cause : undefined
  return (
    finding.kind === 'other-process-arrived' ||
    refusal === 'out-of-order' ||
    refusal === 'duplicate-timestamp'
  )
}

export function explain(cause: CauseGroup, language: Language): Explanation {
  return 'failure' in cause
    ? explainFailure(cause.failure, language)
    : explainFinding(cause.finding, language)
}

/** What the node or the server said, in full. */
export function evidenceOf(cause: CauseGroup): SafeText {
  const value = 'failure' in cause ? cause.failure : cause.finding
  if ('evidence' in value) return value.evidence
  return 'log' in value ? value.log : NOTHING
}

/** All causes of a report, nodes with one cause together, the most frequent first. */
export function sharedCauses(report: Report, language: Language): readonly SharedCause[] {
  return sharedBy(report, causesOf, language)
}

/** What checks found beside what they are about, on nodes that are verified; likewise. */
export function sharedWarnings(report: Report, language: Language): readonly SharedCause[] {
  return sharedBy(report, ({ checks }) => checks.filter(({ state }) => state === 'warning'), language)
}

function sharedBy(
  report: Report,
  of: (node: NodeReport) => readonly CauseGroup[],
  language: Language,
): readonly SharedCause[] {
  const affected = report.nodes
    .toSorted((left, right) => byName(left.node, right.node))
    .flatMap((node) => of(node).map((cause) => ({ node: node.node, cause })))
  return [...grouped(affected, coarseLikeness).values()]
    .flatMap(byWording)
    .map((group) => shared(group, language))
    .sort((left, right) => right.nodes.length - left.nodes.length)
}

function byWording(group: readonly Affected[]): readonly (readonly Affected[])[] {
  const wordings = [...grouped(group, likeness).values()]
  return wordings.length > MOST_WORDINGS ? [group] : wordings
}

function grouped(
  affected: readonly Affected[],
  alike: typeof likeness,
): ReadonlyMap<string, readonly Affected[]> {
  return groupBy(affected, ({ node, cause }) =>
    alike(node, 'failure' in cause ? cause.failure : cause.finding),
  )
}

function shared(group: readonly Affected[], language: Language): SharedCause {
  const explanations = group.map(({ cause }) => explain(cause, language))
  const [first] = group
  const explanation = explanations[0] ?? { problem: NOTHING, remedy: NOTHING }
  return {
    nodes: group.map(({ node }) => node),
    explanation,
    evidence: first === undefined ? NOTHING : evidenceOf(first.cause),
    alike: explanations.every(
      ({ problem, remedy }) => problem === explanation.problem && remedy === explanation.remedy,
    ),
  }
}
