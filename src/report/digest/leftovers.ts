import type { PhaseName, Report } from '../../model/report.ts'
import { reached } from './totals.ts'

const LEFT = [
  'rollback',
  'activate',
  'verify',
  'stage',
  'plan',
  'observe',
  'nowhere',
] as const satisfies readonly (PhaseName | 'nowhere')[]

/** The nodes that an interrupted run did not finish, by how far each came; what needs care comes first. */
export interface Leftover {
  readonly phase: PhaseName | 'nowhere'
  readonly nodes: readonly string[]
}

export function leftoversOf(report: Report): readonly Leftover[] {
  if (!report.interrupted) return []
  const unfinished = report.nodes.filter(({ state }) => state === 'interrupted' || state === 'untouched')
  return LEFT.map((phase) => ({
    phase,
    nodes: unfinished.filter((node) => reached(node) === phase).map(({ node }) => node),
  })).filter(({ nodes }) => nodes.length > 0)
}
