import type { RemoteWriteError, RemoteWriteErrorCause } from '../../../src/model/remote-write-error.ts'
import { classify, type Patterns } from '../../../src/values/classify.ts'
import { goUnquoted } from '../../../src/values/go-quoted.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import { sameUrl } from '../node/remote-write-queue.ts'
import { refusedSeries } from './refused-series.ts'

/**
 * What Mimir and Cortex say when one of their own processes is at the limit that it has for all tenants together. The
 * status is 500 or 503, and some of it sounds like a tenant's limit.
 */
export const INSTANCE_LIMIT =
  /err-mimir-(?:distributor|ingester)-max-(?:ingestion-rate|inflight|series|tenants)|samples push rate limit reached|ingesters?'s max (?:series|tenants) limit reached|too many inflight/u

/** What servers and clients say where one speaks http and the other https. */
export const MIXED_UP =
  /HTTP response to HTTPS client|HTTP request to an HTTPS server|plain HTTP request was sent to HTTPS port/u

/**
 * What a worker's log says of sending, by its words: Mimir's codes first, then what Cortex says for the same, then
 * plain statuses and what went wrong before there was one. The first pattern that fits counts.
 */
const CAUSES: Patterns<RemoteWriteErrorCause> = [
  [INSTANCE_LIMIT, 'instance-limit'],
  [/err-mimir-sample-duplicate-timestamp|duplicate sample for timestamp/u, 'duplicate-timestamp'],
  [/err-mimir-(?:sample-timestamp-too-old|too-far-in-past)|too old sample|err: out of bounds/u, 'too-old'],
  [/err-mimir-(?:\w+-)?too-far-in-(?:the-)?future|timestamp too new/u, 'in-future'],
  [/err-mimir-sample-out-of-order|out[ -]of[ -]order sample/u, 'out-of-order'],
  [/err-mimir-max-(?:series-per-user|active-series)|per-user series limit/u, 'series-limit'],
  [/err-mimir-max-series-per-metric|per-metric series limit/u, 'metric-series-limit'],
  [/ingestion burst size limit/u, 'ingestion-burst'],
  [/err-mimir-tenant-max-ingestion-rate|ingestion rate limit/u, 'ingestion-rate'],
  [/err-mimir-tenant-max-request-rate/u, 'request-rate'],
  [/err-mimir-max-label-names-per-(?:info-)?series|series has too many labels/u, 'too-many-labels'],
  [/err-mimir-label-(?:value|name)-too-long|label (?:value|name) too long/u, 'label-too-long'],
  [
    /err-mimir-(?:label-invalid|label-value-invalid|missing-metric-name|metric-name-invalid|duplicate-label-names)|sample (?:missing metric name|invalid (?:label|metric name))|duplicate label name/u,
    'label-invalid',
  ],
  [/err-mimir-tenant-too-many-ha-clusters|too many HA (?:replicaGroups|clusters)/u, 'ha-clusters'],
  [
    /err-mimir-distributor-max-write-(?:message|request-data-item)-size|received message larger than max/u,
    'message-size',
  ],
  // Mimir says which limit of its own it is; a page without one is of what is before it.
  [/status 413/u, 'body-limit'],
  [MIXED_UP, 'scheme'],
  [/no org id/u, 'no-tenant'],
  [/tenant ID |too many tenant IDs/u, 'tenant-invalid'],
  [/status (?:401|403|407)/u, 'login-refused'],
  [/status 30\d/u, 'redirect'],
  [/status 405/u, 'method-refused'],
  [/status 404/u, 'wrong-path'],
  [/status 415|got .* content type; expected/u, 'protocol'],
  [/status 429/u, 'request-rate'],
  [/empty ring|Ingester not ready|not Running|InstancesCount <= 0/u, 'starting'],
  [/status (?:502|504|503[^:]*: <html)/u, 'gateway'],
  [/status 5\d\d/u, 'server-error'],
  [/context canceled/u, 'canceled'],
  [/no such host|server misbehaving|name resolution/u, 'unknown-host'],
  [/x509:|tls: |certificate/u, 'certificate'],
  [/connection refused|no route to host|network is unreachable|connection reset|EOF/u, 'unreachable'],
  [/context deadline exceeded|i\/o timeout|Client\.Timeout/u, 'too-slow'],
]

/** What waiting does not mend: samples refused for it are dropped, and so will the next ones be. */
const INCURABLE: ReadonlySet<RemoteWriteErrorCause> = new Set([
  'series-limit',
  'metric-series-limit',
  'too-many-labels',
  'label-too-long',
  'label-invalid',
  'ha-clusters',
  'message-size',
  'body-limit',
  'scheme',
  'no-tenant',
  'tenant-invalid',
  'login-refused',
  'redirect',
  'method-refused',
  'wrong-path',
  'protocol',
])

export function isIncurable(cause: RemoteWriteErrorCause): boolean {
  return INCURABLE.has(cause)
}

/** Seconds after an answer of Mimir within which a connection that breaks says nothing against it. */
const ANSWERED_LATELY = 70

interface LoggedError {
  readonly text: string
  /** Seconds since 1970; undefined where the line has no time. */
  readonly at: number | undefined
  readonly cause: RemoteWriteErrorCause | undefined
}

/**
 * Why Mimir refuses, from the lines that the worker wrote about sending to that URL, oldest first; undefined if none
 * says. A queue to another URL, such as the one before a reload, says nothing of it. The newest line with a known
 * cause counts, else the newest.
 */
export function remoteWriteErrorOf(log: string, pushUrl: string): RemoteWriteError | undefined {
  const errors = log
    .split('\n')
    .filter((line) => isAbout(line, pushUrl))
    .map((line) => ({ text: errorField(line), at: timeOf(line) }))
    .filter(({ text }) => text !== '')
    .map((error): LoggedError => {
      const cause = isRedirected(error.text, pushUrl) ? 'redirect' : causeOf(error.text)
      return { ...error, cause }
    })
    .toReversed()
  const [latest, before] = errors.filter(({ cause }) => cause !== undefined)
  if (latest === undefined) return errors[0] && toError(errors[0])
  return toError(before !== undefined && isOnlyABreak(latest, before) ? before : latest)
}

/** Lines of a Prometheus that names no URL count. */
function isAbout(line: string, pushUrl: string): boolean {
  const url = /\burl="?(?<url>[^\s"]+)/u.exec(line)?.groups?.['url']
  return url === undefined || sameUrl(url, pushUrl)
}

/** Prometheus follows a redirect, and then reports the address that it led to. */
function isRedirected(text: string, pushUrl: string): boolean {
  const posted = /^Post "(?<url>https?:[^\s"]+)"/u.exec(text)?.groups?.['url']
  return posted !== undefined && !sameUrl(posted, pushUrl)
}

function toError({ text, cause = 'other' }: LoggedError): RemoteWriteError {
  return { cause, evidence: safeLine(essence(text), 400), ...refusedSeries(text) }
}

/** One connection that broke between two answers is no reason: Mimir is reached, and says what it says. */
function isOnlyABreak(latest: LoggedError, before: LoggedError): boolean {
  const breaks = ({ cause = 'other' }: LoggedError): boolean => ['unreachable', 'too-slow'].includes(cause)
  const apart = (latest.at ?? Number.NaN) - (before.at ?? Number.NaN)
  return breaks(latest) && !breaks(before) && apart < ANSWERED_LATELY
}

/** Prometheus 2 writes ts=, 3 time=. */
function timeOf(line: string): number | undefined {
  const time = Date.parse(/\b(?:ts|time)=(?<time>\S+)/u.exec(line)?.groups?.['time'] ?? '')
  return Number.isNaN(time) ? undefined : time / 1000
}

/** What Prometheus, distributors and tenants put before the words that matter, which would be cut off behind it. */
const PREAMBLE =
  /^server returned (?=HTTP status )|send data to ingesters: |failed pushing to (?:ingester|partition) \S+: |maxFailure \(quorum\) on a given error family, .*? desc = |\buser=\S+: /gu

function essence(text: string): string {
  return text.replaceAll(PREAMBLE, '')
}

function causeOf(line: string): RemoteWriteErrorCause | undefined {
  return classify(line, CAUSES)
}

/** The err field of a logfmt line, its quotes taken off; empty where it has none. */
export function errorField(line: string): string {
  const quoted = /\berr="(?<text>(?:[^"\\]|\\.)*)"/u.exec(line)?.groups?.['text']
  if (quoted !== undefined) return goUnquoted(quoted)
  return /\berr=(?<text>\S+)/u.exec(line)?.groups?.['text'] ?? ''
}
