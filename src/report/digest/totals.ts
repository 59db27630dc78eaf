import type { Totals } from '../../messages/types/summary.ts'
import type { NodeReport, PhaseName, Report, Verdict } from '../../model/report.ts'
import { VERDICTS } from '../../model/report.ts'

/** How many nodes ended how. */
export function totalsOf(report: Report): Totals {
  const totals = { verified: 0, failed: 0, 'rolled-back': 0, untouched: 0, interrupted: 0 }
  for (const { state } of report.nodes) totals[state] += 1
  return { ...totals, nodes: report.nodes.length, milliseconds: report.milliseconds }
}

/** How many of these nodes got which verdict, in the verdicts' own order; verdicts that nobody got are left out. */
export function verdictsOf(nodes: readonly NodeReport[]): readonly (readonly [Verdict, number])[] {
  return VERDICTS.map(
    (verdict) => [verdict, nodes.filter((node) => node.verdict === verdict).length] as const,
  ).filter(([, count]) => count > 0)
}

/** True where a run proved that every node was already as it shall be. */
export function nothingChanged(report: Report): boolean {
  return (
    report.nodes.length > 0 &&
    report.nodes.every(({ verdict, state }) => verdict === 'noop' && state === 'verified')
  )
}

/** The last phase that was begun on a node, or `nowhere`, also where the plan was to change nothing. */
export function reached(node: NodeReport): PhaseName | 'nowhere' {
  return node.verdict === 'noop' ? 'nowhere' : (node.steps.at(-1)?.phase ?? 'nowhere')
}

/** Milliseconds from the start of a node's first phase to the end of its last. */
export function timeOf(node: NodeReport): number {
  const from = Math.min(...node.steps.map((step) => step.from))
  const to = Math.max(...node.steps.map((step) => step.to))
  return node.steps.length === 0 ? 0 : to - from
}
