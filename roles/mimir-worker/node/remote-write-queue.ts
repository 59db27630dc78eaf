import { withoutTrailingSlashes } from '../../../src/values/endpoint.ts'
import type { FactSample, Facts } from './facts.ts'

const PREFIX = 'prometheus_remote_storage_'

/** Samples that may wait between two batches; more than this is a queue that lags, or is about to. */
export const BETWEEN_BATCHES = 5000

/** What a worker counts of a queue that it sends from. Times are seconds since 1970. */
export interface Queue {
  readonly failed: number
  readonly total: number
  readonly pending: number
  readonly retried: number
  readonly desired: number
  readonly max: number
  /** Undefined or 0 where no batch ever went through. */
  readonly highestSent: number | undefined
  readonly highestScraped: number | undefined
}

/** The queue that sends to our mimir. Its remote_name is a hash of its settings and may change; its url does not. */
export function queueTo(pushUrl: string, { worker }: Facts): Queue {
  const all = worker?.samples ?? []
  return queueOf(
    all.filter(({ labels }) => sameUrl(labels['url'] ?? '', pushUrl)),
    all,
  )
}

/** All queues of a worker, by what Prometheus calls them. */
export function queuesIn({ worker }: Facts): Map<string, Queue> {
  const all = worker?.samples ?? []
  const named = all.filter(({ labels }) => labels['remote_name'] !== undefined)
  return new Map(
    [...new Set(named.map(nameOf))].map((name) => [
      name,
      queueOf(
        named.filter((sample) => nameOf(sample) === name),
        all,
      ),
    ]),
  )
}

function nameOf({ labels }: FactSample): string {
  return `${labels['remote_name']} ${labels['url']}`
}

/** Samples a second that the worker has scraped for its queues, since it was started. */
export function scrapedPerSecond({ worker, now }: Facts): number {
  const lifetime = now - (worker?.startTime ?? now)
  return lifetime > 0 ? total(worker?.samples ?? [], `${PREFIX}samples_in_total`) / lifetime : 0
}

function queueOf(queueSamples: readonly FactSample[], all: readonly FactSample[]): Queue {
  const sum = (metric: string): number => total(queueSamples, PREFIX + metric)
  return {
    failed: sum('samples_failed_total'),
    total: sum('samples_total'),
    pending: sum('samples_pending'),
    retried: sum('samples_retried_total'),
    desired: newest(queueSamples, `${PREFIX}shards_desired`) ?? 0,
    max: newest(queueSamples, `${PREFIX}shards_max`) ?? Number.POSITIVE_INFINITY,
    highestSent: newest(queueSamples, `${PREFIX}queue_highest_sent_timestamp_seconds`),
    // The queue's own, which newer versions of Prometheus have, knows what a relabelling keeps from it.
    highestScraped:
      newest(queueSamples, `${PREFIX}queue_highest_timestamp_seconds`) ??
      newest(all, `${PREFIX}highest_timestamp_in_seconds`),
  }
}

/** Whether two URLs are the same but for credentials, a slash at the end and how a host or a port is written. */
export function sameUrl(a: string, b: string): boolean {
  const [plainA, plainB] = [plain(a), plain(b)]
  return plainA !== undefined && plainA === plainB
}

function plain(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  return `${url.protocol}//${url.host}${withoutTrailingSlashes(url.pathname)}${url.search}`
}

function total(samples: readonly FactSample[], metric: string): number {
  return valuesOf(samples, metric).reduce((sum, value) => sum + value, 0)
}

function newest(samples: readonly FactSample[], metric: string): number | undefined {
  const values = valuesOf(samples, metric)
  return values.length === 0 ? undefined : Math.max(...values)
}

function valuesOf(samples: readonly FactSample[], metric: string): number[] {
  return samples
    .filter((sample) => sample.metric === metric && Number.isFinite(sample.value))
    .map(({ value }) => value)
}
