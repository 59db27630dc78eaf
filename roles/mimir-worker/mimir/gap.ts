import type { Track } from '../../../src/mimir/mimir.ts'
import { nodeMatcher, selfSeries } from './selectors.ts'

/** The range selector by which the gap of each of these nodes can be read: a few samples a node and minute. */
export function gapQuery(cluster: string, nodes: readonly string[], seconds: number): string {
  return `${selfSeries('process_start_time_seconds', cluster, [nodeMatcher(nodes)])}[${Math.ceil(seconds)}s]`
}

/**
 * Seconds between the last sample of a node's former process and the first of its present one, as Mimir has
 * them. A node without a former process in that time has none.
 */
export function gapsIn(tracks: readonly Track[]): Map<string, number> {
  const samples = new Map<string, (readonly [number, number])[]>()
  for (const { labels, samples: nodeSamples } of tracks) {
    const node = labels['node'] ?? ''
    samples.set(node, [...(samples.get(node) ?? []), ...nodeSamples])
  }
  return new Map(
    [...samples].flatMap(([node, nodeSamples]) => {
      const gap = gapOf(nodeSamples)
      return gap === undefined ? [] : [[node, gap] as const]
    }),
  )
}

function gapOf(samples: readonly (readonly [at: number, start: number])[]): number | undefined {
  const latest = Math.max(...samples.map(([, start]) => start))
  const before = samples.filter(([, start]) => start < latest).map(([at]) => at)
  const after = samples.filter(([, start]) => start === latest).map(([at]) => at)
  if (before.length === 0 || after.length === 0) return undefined
  return Math.max(0, Math.min(...after) - Math.max(...before))
}
