import type { Failure } from './failure.ts'
import type { AboutRun } from './report.ts'

/** The state of a node after a destroy. `absent`: nothing of kolla-mimir was there, and nothing was written. */
export const DESTROY_STATES = ['failed', 'interrupted', 'removed', 'absent'] as const

export type DestroyState = (typeof DESTROY_STATES)[number]

export interface DestroyedNode {
  readonly node: string
  readonly groups: readonly string[]
  readonly state: DestroyState
  readonly failure?: Failure
  /** What was removed. */
  readonly removed: readonly string[]
  /** Names in the worker's directory that are the operator's, and stayed. */
  readonly files: readonly string[]
  /** A container under the worker's name that kolla-mimir did not make, and that stayed. */
  readonly container?: string
}

/** The one value from which every print of a destroy is made. */
export interface DestroyReport extends AboutRun {
  readonly run: string
  readonly verb: 'destroy'
  /** Where the worker's files are, or were. */
  readonly directory: string
  readonly nodes: readonly DestroyedNode[]
}
