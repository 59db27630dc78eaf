import type { Share } from '../manifest/values/number-or-percent.ts'

/** How many nodes of so many a budget gives up: a percentage is rounded up, so that any but 0% is one node at least. */
export function allowance(budget: Share, nodes: number): number {
  return 'nodes' in budget ? budget.nodes : Math.ceil((budget.percent * nodes) / 100)
}
