import type { CheckResult } from '../../../src/model/check.ts'
import type { Sample } from '../facts.ts'
import type { Look } from './look.ts'
import { passed, waiting } from './verdict.ts'

const PREFIX = 'prometheus_remote_storage_'

/** Seconds that the newest sample sent may be older than the newest one scraped. */
const LAG = 120

/**
 * The worker sends, and nothing of what it sent lately was refused. An absent "highest sent" series means that no batch ever
 * went through: it is a failure, not a zero. What this says is the sender's view only; arrival is the proof.
 */
export function sending({ vars, facts, earlier }: Look): CheckResult {
  const samples = facts.worker?.samples ?? []
  const ours = samples.filter(({ labels }) => labels['url'] === vars.pushUrl)
  // Counters begin anew with the process: a look at another one is nothing to compare with.
  const same = earlier?.worker?.startTime === facts.worker?.startTime
  const before = ((same && earlier?.worker?.samples) || []).filter(
    ({ labels }) => labels['url'] === vars.pushUrl,
  )
  const grown = (metric: string): number => total(ours, PREFIX + metric) - total(before, PREFIX + metric)
  const refused = grown('samples_failed_total')
  const sent = grown('samples_total')
  // Failures of long ago are no failure now: another look tells whether more were added since the first.
  if (refused > 0) return waiting('sending', { kind: 'samples-failed', failed: refused, total: sent })
  const highestSent = newest(ours, `${PREFIX}queue_highest_sent_timestamp_seconds`)
  if (highestSent === undefined || highestSent === 0) {
    return waiting('sending', {
      kind: 'nothing-sent',
      pending: total(ours, `${PREFIX}samples_pending`),
      retried: total(ours, `${PREFIX}samples_retried_total`),
    })
  }
  const lag = (newest(samples, `${PREFIX}highest_timestamp_in_seconds`) ?? highestSent) - highestSent
  if (lag > LAG) return waiting('sending', { kind: 'lagging', seconds: Math.round(lag) })
  return passed('sending', { failed: 0, lag: `${Math.round(lag)}s` })
}

function total(samples: readonly Sample[], metric: string): number {
  return samples.filter((one) => one.metric === metric).reduce((sum, { value }) => sum + value, 0)
}

function newest(samples: readonly Sample[], metric: string): number | undefined {
  const values = samples.filter((one) => one.metric === metric).map(({ value }) => value)
  return values.length === 0 ? undefined : Math.max(...values)
}
