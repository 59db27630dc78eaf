import type { Facts } from './facts.ts'

const FAILED_WRITES = 'prometheus_tsdb_wal_writes_failed_total'

/**
 * How often this process of the worker could not write its write-ahead log, as on a full disk. One torn record is
 * enough: remote write stops at it, for as long as the process lives, while everything else looks well. Prometheus
 * repairs the log when it starts.
 */
export function failedWrites({ worker }: Facts): number {
  const counters = worker?.samples.filter(({ metric }) => metric === FAILED_WRITES) ?? []
  return counters.reduce((sum, { value }) => sum + value, 0)
}
