import type { SafeText } from '../values/safe-text.ts'

/** Why a Mimir does not take, or does not keep, what a worker sends. */
export const REMOTE_WRITE_ERRORS = [
  'out-of-order',
  'duplicate-timestamp',
  'too-old',
  'in-future',
  'series-limit',
  'metric-series-limit',
  'ingestion-rate',
  'ingestion-burst',
  'request-rate',
  'too-many-labels',
  'label-too-long',
  'label-invalid',
  'ha-clusters',
  'message-size',
  'body-limit',
  'no-tenant',
  'tenant-invalid',
  'login-refused',
  'wrong-path',
  'method-refused',
  'redirect',
  'protocol',
  'starting',
  'instance-limit',
  'gateway',
  'server-error',
  'unknown-host',
  'unreachable',
  'certificate',
  'scheme',
  'too-slow',
  'canceled',
  'swallowed',
  'dropped',
  'cached',
  'relabelled',
  'late',
  'early',
  'other',
] as const

export type RemoteWriteErrorCause = (typeof REMOTE_WRITE_ERRORS)[number]

export interface RemoteWriteError {
  readonly cause: RemoteWriteErrorCause
  /** What the worker's own log says of it; empty where nothing does. */
  readonly evidence: SafeText
  /** The value of the limit that was reached, where the answer has it. */
  readonly limit?: number
  /** The metric and the label that the answer names as affected. */
  readonly metric?: SafeText
  readonly label?: SafeText
}
