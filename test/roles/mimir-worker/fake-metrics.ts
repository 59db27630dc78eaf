interface Times {
  readonly startedAt: number
  readonly reloadedAt: number
  readonly now: number
  readonly lag: number
  readonly lagSince: number
}

/** What a worker that is well says of itself and of its queue to that URL; times in seconds. */
export function metrics(url: string, { startedAt, reloadedAt, now, lag, lagSince }: Times): string {
  // A queue that is stuck is stuck at one sample.
  const newest = (lag > 0 ? lagSince : now) - 1
  const queue = `{remote_name="mimir",url="${url}"}`
  return [
    `process_start_time_seconds ${startedAt + 0.25}`,
    'prometheus_config_last_reload_successful 1',
    `prometheus_config_last_reload_success_timestamp_seconds ${reloadedAt}`,
    `prometheus_remote_storage_samples_failed_total${queue} 0`,
    `prometheus_remote_storage_samples_total${queue} 100`,
    `prometheus_remote_storage_highest_timestamp_in_seconds ${newest}`,
    `prometheus_remote_storage_queue_highest_sent_timestamp_seconds${queue} ${newest - lag}`,
    `prometheus_remote_storage_samples_in_total ${(now - startedAt - 0.25) * 100}`,
  ].join('\n')
}
