import type { FactSample, Facts } from '../../../../roles/mimir-worker/node/facts.ts'
import { container, facts, VARS, worker } from '../sample.ts'

/** What a worker counts of its queues. Moments are seconds since 1970. */
export interface Counted {
  readonly now: number
  /** Since when its process runs. */
  readonly start?: number
  readonly scraped?: number
  /** Samples that were scraped in all. */
  readonly total?: number
  readonly queues?: readonly Queued[]
  readonly more?: readonly FactSample[]
  readonly config?: string
}

interface Queued {
  readonly name?: string
  /** The newest sample that was sent; 0 where none was. */
  readonly sent: number
  readonly pending?: number
  /** Samples that had to be sent again. */
  readonly retried?: number
}

/** A look at a worker that counts that. */
export function sender({ now, start = 1000, scraped = now, total = 0, ...rest }: Counted): Facts {
  const { queues = [], more = [], config = '' } = rest
  const plain = (metric: string, value: number): FactSample => ({ metric, labels: {}, value })
  const samples = [
    plain('prometheus_remote_storage_highest_timestamp_in_seconds', scraped),
    plain('prometheus_remote_storage_samples_in_total', total),
    ...queues.flatMap(({ name = 'mimir', sent, pending = 0, retried = 0 }) => {
      const labels = { remote_name: name, url: VARS.pushUrl }
      return [
        { metric: 'prometheus_remote_storage_queue_highest_sent_timestamp_seconds', labels, value: sent },
        { metric: 'prometheus_remote_storage_samples_pending', labels, value: pending },
        { metric: 'prometheus_remote_storage_samples_retried_total', labels, value: retried },
      ]
    }),
    ...more,
  ]
  return facts({ now, container: container(), worker: worker({ startTime: start, samples, config }) })
}
