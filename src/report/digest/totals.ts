import type { Totals } from '../../messages/types/summary.ts'
import type { NodeReport, NodeState, PhaseName, Report, Verdict } from '../../model/report.ts'
import { VERDICTS } from '../../model/report.ts'

const STATES: readonly NodeState[] = ['verified', 'failed', 'rolled-back', 'untouched', 'interrupted']

/** How many items have each of the states; 0 where none has it. */
export function tally<State extends string>(
  states: readonly State[],
  items: readonly { readonly state: State }[],
): Readonly<Record<State, number>> {
  const counts = states.map((state) => [state, items.filter((item) => item.state === state).length])
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an entry for each of the states
  return Object.fromEntries(counts) as Record<State, number>
}

/** How many nodes ended how. */
export function totalsOf(report: Report): Totals {
  const totals = tally(STATES, report.nodes)
  return { ...totals, nodes: report.nodes.length, milliseconds: report.milliseconds }
}

/** How many of these nodes got which verdict, in the order of the verdicts; verdicts of no node are left out. */
export function verdictsOf(nodes: readonly NodeReport[]): readonly (readonly [Verdict, number])[] {
  return VERDICTS.map(
    (verdict) => [verdict, nodes.filter((node) => node.verdict === verdict).length] as const,
  ).filter(([, count]) => count > 0)
}

/** True where a run verified that every node was already up to date. */
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
