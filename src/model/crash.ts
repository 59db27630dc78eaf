import type { SafeText } from '../values/safe-text.ts'

/** Why a worker's container does not stay up, where the end of its log says it. */
export const CRASHES = [
  'port-taken',
  'disk-full',
  'data-locked',
  'file-unreadable',
  'configuration',
  'flag',
] as const

export type CrashCause = (typeof CRASHES)[number]

export interface Crash {
  readonly cause: CrashCause
  /** Who holds the worker's port, as ss shows it; empty where that is not the cause, or nobody does any more. */
  readonly holder: SafeText
}
