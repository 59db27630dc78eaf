import type { Share } from '../manifest/values/number-or-percent.ts'

/** How many nodes of so many may fail: a percentage is rounded up, so that any but 0% is one node at least. */
export function allowance(maxFailures: Share, nodes: number): number {
  return 'nodes' in maxFailures ? maxFailures.nodes : Math.ceil((maxFailures.percent * nodes) / 100)
}
