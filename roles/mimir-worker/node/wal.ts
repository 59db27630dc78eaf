import type { Facts } from './facts.ts'

const FAILED_WRITES = 'prometheus_tsdb_wal_writes_failed_total'

/** A server's, and an agent's. */
const REPAIRS = ['prometheus_tsdb_wal_corruptions_total', 'prometheus_agent_corruptions_total'] as const

/** The field of a plan's reason that the log has to be made whole. */
export const LOG_FIELD = 'write-ahead log'

/**
 * How often this process of the worker could not write its write-ahead log, as on a full disk. One torn record is
 * enough: remote write stops at it, for as long as the process lives, while everything else seems healthy. Prometheus
 * repairs the log when it starts.
 */
export function failedWrites(facts: Facts): number {
  return sumOf(facts, [FAILED_WRITES])
}

/**
 * How often this process found its write-ahead log damaged when it started. It cuts the log off there and is ready and
 * well; samples behind that point that were not sent are lost, and nothing else reports it.
 */
export function repairedLogs(facts: Facts): number {
  return sumOf(facts, REPAIRS) + (facts.repair === undefined ? 0 : 1)
}

function sumOf({ worker }: Facts, metrics: readonly string[]): number {
  const counters = worker?.samples.filter(({ metric }) => metrics.includes(metric)) ?? []
  return counters.reduce((sum, { value }) => sum + value, 0)
}
