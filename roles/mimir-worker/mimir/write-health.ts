import type { Mimir, MimirQueryError } from '../../../src/mimir/mimir.ts'
import { selfSeries } from './selectors.ts'

/** How the fleet's remote write goes, by the workers' own counters in Mimir: samples within the window. */
export interface SendingRates {
  readonly sent: number
  readonly retried: number
  readonly failed: number
}

/** Whether the next batch may begin: at once, after a while, or not before Mimir is well. */
export type Health =
  | { readonly advice: 'go' }
  | { readonly advice: 'slow' | 'pause'; readonly rates: SendingRates }
  | { readonly advice: 'pause'; readonly queryError: MimirQueryError }

/** Shares of what was tried to be sent, from which on a Mimir counts as burdened, and as overburdened. */
const BURDENED = 0.05
const OVERBURDENED = 0.3

const COUNTERS = {
  sent: 'prometheus_remote_storage_samples_total',
  retried: 'prometheus_remote_storage_samples_retried_total',
  failed: 'prometheus_remote_storage_samples_failed_total',
} as const

/** One query for the whole cloud. What the workers had to resend is what Mimir refused: 429, 5xx, timeouts. */
export function healthQuery(cluster: string, seconds: number): string {
  return Object.entries(COUNTERS)
    .map(([about, counter]) => {
      const rate = `sum(increase(${selfSeries(counter, cluster)}[${seconds}s]))`
      return `label_replace(${rate}, "about", "${about}", "", "")`
    })
    .join(' or ')
}

/** Queries Mimir for how it copes with what the fleet sends. */
export async function queryHealth(
  mimir: Mimir,
  { tenant, cluster, window }: { readonly tenant: string; readonly cluster: string; readonly window: number },
  signal: AbortSignal,
): Promise<Health> {
  const answer = await mimir(tenant, healthQuery(cluster, window), signal)
  if (!answer.ok) return { advice: 'pause', queryError: answer.failure }
  const value = (about: keyof SendingRates): number => {
    const found = answer.value.find(({ labels }) => labels['about'] === about)?.value ?? 0
    return Number.isFinite(found) ? found : 0
  }
  return adviceOn({ sent: value('sent'), retried: value('retried'), failed: value('failed') })
}

/** A fleet without samples in Mimir burdens nothing. */
export function adviceOn(rates: SendingRates): Health {
  const tried = Math.max(rates.sent, rates.retried + rates.failed)
  const share = tried === 0 ? 0 : (rates.retried + rates.failed) / tried
  if (share < BURDENED) return { advice: 'go' }
  return { advice: share < OVERBURDENED ? 'slow' : 'pause', rates }
}
