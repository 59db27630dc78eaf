import type { Loss } from '../../../src/model/check.ts'
import type { FactSample } from '../node/facts.ts'

/**
 * Counters of the worker that count lost samples: writes to its log that failed, scrapes that a limit dropped,
 * samples that the node itself refused. Ready and up as it is, a worker lost data where one of them is not zero.
 */
const LOST: readonly RegExp[] = [
  /^prometheus_tsdb_wal_writes_failed_total$/u,
  /^prometheus_target_scrapes_exceeded_\w+_total$/u,
  /^prometheus_target_scrape_pool_exceeded_\w+_total$/u,
  /^prometheus_target_scrapes_sample_(?:duplicate_timestamp|out_of_order|out_of_bounds)_total$/u,
  /^prometheus_target_sync_failed_total$/u,
  /^prometheus_agent_out_of_order_samples_total$/u,
]

/** What was lost since the process was started, or since an earlier observation, by counter. */
export function lossesIn(samples: readonly FactSample[], before: readonly FactSample[] = []): Loss[] {
  const previous = countsIn(before)
  return [...countsIn(samples)]
    .map(([metric, count]) => ({ metric, count: count - (previous.get(metric) ?? 0) }))
    .filter(({ count }) => count > 0)
}

function countsIn(samples: readonly FactSample[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { metric, value } of samples) {
    if (LOST.some((pattern) => pattern.test(metric))) counts.set(metric, (counts.get(metric) ?? 0) + value)
  }
  return counts
}
