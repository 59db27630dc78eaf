import type { SafeText } from '../values/safe-text.ts'

/** Why a worker's container does not stay up, where its last words tell it. */
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
  /** Who holds the worker's port, as ss tells it; empty where that is not the cause, or nobody does by now. */
  readonly holder: SafeText
}
