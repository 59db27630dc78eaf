import type { PrecheckCounts } from '../../messages/types/prechecks.ts'
import type { PrecheckReport } from '../../model/precheck.ts'

/** How many nodes came out how. */
export function precheckCounts({ nodes, milliseconds }: PrecheckReport): PrecheckCounts {
  const count = (wanted: string): number => nodes.filter(({ state }) => state === wanted).length
  return {
    nodes: nodes.length,
    ready: count('ready'),
    failed: count('failed'),
    interrupted: count('interrupted'),
    milliseconds,
  }
}
