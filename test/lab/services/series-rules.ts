import type { Label, PushedSeries } from './write-request.ts'

/** Of a series, all that is looked at here. */
type Series = Pick<PushedSeries, 'labels' | 'timestamps'>

/** The limits of the guide's mimir.yaml, and Mimir's defaults where the guide has none. */
export const LIMITS = { labels: 100, nameLength: 1024, valueLength: 4096, futureMinutes: 10 } as const

const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/u
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/u

/** Why Mimir refuses a series before it looks at what is stored; undefined where it does not. `now`: ms since 1970. */
export function seriesFault(series: Series, now: number): string | undefined {
  return nameFault(series) ?? labelsFault(series) ?? futureFault(series, now)
}

/** A series as PromQL writes it: `up{node="cmp1"}`. */
export function seriesName({ labels }: Series): string {
  const rest = labels
    .filter(({ name }) => name !== '__name__')
    .map(({ name, value }) => `${name}=${JSON.stringify(value)}`)
  return `${metricName(labels) ?? ''}${rest.length === 0 ? '' : `{${rest.join(', ')}}`}`
}

/** The words in which Mimir refuses what the tenant's store refused, by the store's own words. */
export function storeRefusal(tenant: string, series: Series, said: string): string {
  const time = timeOf(series.timestamps[0] ?? 0)
  const where = `The affected sample has timestamp ${time} and is from series ${seriesName(series)}`
  return `send data to ingesters: failed pushing to ingester lab: user=${tenant}: ${reasonOf(said)}. ${where} (sampled 1/10)`
}

function reasonOf(said: string): string {
  if (/out of bounds|too old/u.test(said)) {
    return 'the sample has been rejected because its timestamp is too old (err-mimir-sample-timestamp-too-old)'
  }
  if (/duplicate sample/u.test(said)) {
    return 'the sample has been rejected because another sample with the same timestamp, but a different value, has already been ingested (err-mimir-sample-duplicate-timestamp)'
  }
  if (/out of order/u.test(said)) {
    return 'the sample has been rejected because another sample with a more recent timestamp has already been ingested and out-of-order samples are not allowed (err-mimir-sample-out-of-order)'
  }
  return said.trim()
}

function nameFault({ labels }: Series): string | undefined {
  const name = metricName(labels)
  if (name === undefined || name === '') {
    return 'received series has no metric name (err-mimir-missing-metric-name)'
  }
  return METRIC_NAME.test(name)
    ? undefined
    : `received a series with invalid metric name: '${name}' (err-mimir-metric-name-invalid)`
}

function labelsFault(series: Series): string | undefined {
  const count = series.labels.length
  const of = `series: '${seriesName(series).slice(0, 200)}'`
  if (count > LIMITS.labels) {
    return `received a series whose number of labels exceeds the limit (actual: ${count}, limit: ${LIMITS.labels}) ${of} (err-mimir-max-label-names-per-series). ${adjust('max-label-names-per-series')}`
  }
  const seen = new Set<string>()
  for (const label of series.labels) {
    const fault = labelFault(label, of)
    if (fault !== undefined) return fault
    if (seen.has(label.name)) {
      return `received a series with duplicate label name, label: '${label.name}' ${of} (err-mimir-duplicate-label-names)`
    }
    seen.add(label.name)
  }
  return undefined
}

function labelFault({ name, value }: Label, of: string): string | undefined {
  if (name.length > LIMITS.nameLength) {
    return `received a series whose label name length of ${name.length} exceeds the limit of ${LIMITS.nameLength}, label: '${name.slice(0, 200)}' ${of} (err-mimir-label-name-too-long). ${adjust('max-length-label-name')}`
  }
  if (!LABEL_NAME.test(name)) {
    return `received a series with an invalid label: '${name}' ${of} (err-mimir-label-invalid)`
  }
  const length = Buffer.byteLength(value)
  if (length > LIMITS.valueLength) {
    return `received a series whose label value length of ${length} exceeds the limit of ${LIMITS.valueLength}, label: '${name}', value: '${value.slice(0, 200)}' (truncated) ${of} (err-mimir-label-value-too-long). ${adjust('max-length-label-value')}`
  }
  return undefined
}

function futureFault(series: Series, now: number): string | undefined {
  const ahead = series.timestamps.find((timestamp) => timestamp > now + LIMITS.futureMinutes * 60_000)
  if (ahead === undefined) return undefined
  return `received a sample whose timestamp is too far in the future, timestamp: ${ahead} series: '${seriesName(series).slice(0, 200)}' (err-mimir-too-far-in-future). ${adjust('create-grace-period')}`
}

function adjust(flag: string): string {
  return `To adjust the related per-tenant limit, configure -validation.${flag}, or contact your service administrator.`
}

function metricName(labels: readonly Label[]): string | undefined {
  return labels.find(({ name }) => name === '__name__')?.value
}

/** As Go's RFC3339Nano prints it: no zeros at the end of the fraction. */
function timeOf(milliseconds: number): string {
  const date = new Date(milliseconds)
  if (Number.isNaN(date.getTime())) return String(milliseconds)
  return date.toISOString().replace(/\.?0*Z$/u, 'Z')
}
