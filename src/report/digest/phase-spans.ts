import type { NodeReport, PhaseName, Step } from '../../model/report.ts'

export const PHASES: readonly PhaseName[] = ['observe', 'plan', 'stage', 'activate', 'verify', 'rollback']

/** Shorter gaps are the machine's own, not waiting. Milliseconds. */
const SHORTEST = 100

/** Time in which a node had nothing to do: for its turn, or for the node that ended the phase before last. */
export interface Wait {
  readonly before: PhaseName
  readonly from: number
  readonly to: number
  /** The node that was waited for; absent where it was the node's turn. */
  readonly node?: string
}

/** One phase over all nodes. Times are milliseconds since the run began. */
export interface PhaseSpan {
  readonly phase: PhaseName
  readonly nodes: number
  readonly failed: number
  readonly from: number
  readonly to: number
  /** What the middle one of the nodes took. */
  readonly typical: number
  readonly slowest: { readonly node: string; readonly milliseconds: number }
  /** The node that was ready last. */
  readonly last: string
}

interface Work extends Step {
  readonly node: string
}

/** The phases that were begun at all, in their order. */
export function phaseSpans(nodes: readonly NodeReport[]): readonly PhaseSpan[] {
  const works = nodes.flatMap(({ node, steps }) => steps.map((step) => ({ ...step, node })))
  return PHASES.flatMap((phase) => spanOf(works.filter((work) => work.phase === phase)))
}

function spanOf(works: readonly Work[]): readonly PhaseSpan[] {
  const byLength = works.toSorted((left, right) => left.to - left.from - (right.to - right.from))
  const slowest = byLength.at(-1)
  const typical = byLength[Math.floor((byLength.length - 1) / 2)]
  if (slowest === undefined || typical === undefined) return []
  const last = works.reduce((latest, work) => (work.to > latest.to ? work : latest), slowest)
  return [
    {
      phase: slowest.phase,
      nodes: works.length,
      failed: works.filter(({ outcome }) => outcome === 'failed').length,
      from: works.reduce((first, { from }) => Math.min(first, from), last.to),
      to: last.to,
      typical: typical.to - typical.from,
      slowest: { node: slowest.node, milliseconds: slowest.to - slowest.from },
      last: last.node,
    },
  ]
}

/** When a node waited, and for whom. */
export function waitsOf({ node, steps }: NodeReport, spans: readonly PhaseSpan[]): readonly Wait[] {
  return steps
    .flatMap((step, at) => gaps(node, { step, before: steps[at - 1] }, spans))
    .filter(({ from, to }) => to - from >= SHORTEST)
}

function gaps(
  node: string,
  { step, before }: { step: Step; before: Step | undefined },
  spans: readonly PhaseSpan[],
): readonly Wait[] {
  const ended = before?.to ?? 0
  const span = spans.find(({ phase }) => phase === step.phase)
  const previous = spans.find(({ phase }) => phase === before?.phase)
  const opened = Math.min(step.from, span?.from ?? 0)
  const held = previous !== undefined && previous.last !== node && opened >= previous.to && opened > ended
  const turn = { before: step.phase, from: held ? opened : ended, to: step.from }
  return held ? [{ before: step.phase, from: ended, to: opened, node: previous.last }, turn] : [turn]
}
