import type { CheckResult } from './check.ts'
import type { Failure } from './failure.ts'
import type { SafeText } from './safe-text.ts'

export const VERDICTS = ['noop', 'reload', 'recreate', 'first-install', 'repair'] as const

/** What a node needs, decided before anything is touched. */
export type Verdict = (typeof VERDICTS)[number]

/** Why a verdict was given: one field of the node, as it is and as it shall be. */
export interface Reason {
  readonly field: string
  readonly current: SafeText
  readonly desired: SafeText
}

/** An exporter that is not where Kolla's files put it: where that is, what was found, and what is scraped. */
export interface TargetDifference {
  /** The exporter's name in `worker.exporters`. */
  readonly job: string
  readonly expected: SafeText
  readonly found: SafeText
  readonly used: SafeText
}

export type PhaseName = 'observe' | 'plan' | 'stage' | 'activate' | 'verify'

/** One phase of one node: when, and how it ended. Times are milliseconds since the run began. */
export interface Step {
  readonly phase: PhaseName
  readonly from: number
  readonly to: number
  readonly outcome: 'changed' | 'unchanged' | 'failed'
}

/** How a node stands at the end of a run. `untouched`: the run ended before anything was changed there. */
export type NodeState = 'verified' | 'failed' | 'untouched' | 'interrupted'

export interface NodeReport {
  readonly node: string
  readonly groups: readonly string[]
  readonly state: NodeState
  readonly verdict?: Verdict
  readonly reasons: readonly Reason[]
  /** Where the node disagrees with Kolla's files; absent where it does not. */
  readonly differences?: readonly TargetDifference[]
  readonly generation?: string
  readonly checks: readonly CheckResult[]
  readonly failure?: Failure
  readonly steps: readonly Step[]
}

/** The one value from which every printer and file is made. */
export interface Report {
  readonly run: string
  readonly verb: string
  readonly manifest: string
  readonly tenant: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly milliseconds: number
  readonly interrupted: boolean
  readonly warnings: readonly SafeText[]
  readonly nodes: readonly NodeReport[]
}
