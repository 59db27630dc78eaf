import { CHECKS, type CheckName } from '../../model/check.ts'
import type { NodeReport, NodeState } from '../../model/report.ts'

/** How a node looks in the page: as its state, or `unproven` where a check failed. */
export type HtmlState = NodeState | 'unproven'

/** What is wrong comes first. */
export const STANDINGS: readonly HtmlState[] = [
  'failed',
  'unproven',
  'rolled-back',
  'interrupted',
  'untouched',
  'verified',
]

const SIGNS: Readonly<Record<NodeState, string>> = {
  verified: '✓',
  failed: '✗',
  'rolled-back': '↺',
  interrupted: '!',
  untouched: '–',
}

export function standingOf(node: NodeReport): HtmlState {
  return node.state === 'failed' && worstCheck(node) !== undefined ? 'unproven' : node.state
}

/** The first link of the chain that broke. */
export function worstCheck({ checks }: NodeReport): CheckName | undefined {
  return checks.find(({ state }) => state === 'failed')?.check
}

/** The number of the check that failed, else the sign of the state: what tells nodes apart without colours. */
export function signOf(node: NodeReport): string {
  const check = worstCheck(node)
  return node.state === 'failed' && check !== undefined ? String(numberOf(check)) : SIGNS[node.state]
}

export function numberOf(check: CheckName): number {
  return CHECKS.indexOf(check) + 1
}
