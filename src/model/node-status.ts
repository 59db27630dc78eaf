import type { SafeText } from '../values/safe-text.ts'
import type { Adoption } from './adoption.ts'
import type { Failure } from './failure.ts'
import type { AboutRun, Reason, Verdict } from './report.ts'

/**
 * The state of a node, the most urgent first. `deviating`: not as its own generation has it; `busy`: a run holds it, or
 * what it runs is not confirmed; `absent`: no generation of kolla-mimir runs there; `behind`: well, but the manifest wants another.
 */
export const STATUS_STATES = [
  'unreached',
  'interrupted',
  'deviating',
  'busy',
  'absent',
  'behind',
  'well',
] as const

export type StatusState = (typeof STATUS_STATES)[number]

/** What somebody changed by hand, or what broke, and since when as far as that is known. */
export interface Drift extends Reason {
  readonly since?: number
}

/** The activation that brought what a node runs. Times are seconds of the node's clock. */
export interface Activation {
  readonly at: number
  readonly generation: string
  readonly how: 'confirmed' | 'kept' | 'reverted' | 'auto-reverted'
  readonly run: SafeText
  readonly who: SafeText
  readonly reason: SafeText
  /** Git revision of the manifest; empty where it lay in no repository. */
  readonly revision: SafeText
}

/** What runs on one node, since when and by whom. Times are seconds of the node's clock. */
export interface NodeStatus {
  readonly node: string
  readonly groups: readonly string[]
  readonly state: StatusState
  /** Why it was not reached, or what keeps a rollout from it. */
  readonly failure?: Failure
  /** The node's clock. */
  readonly now?: number
  readonly generation?: string
  readonly image?: SafeText
  /** When `current` was swapped to that generation. */
  readonly since?: number
  readonly container?: { readonly status: SafeText; readonly startedAt: number; readonly restarts: number }
  readonly last?: Activation
  readonly drift: readonly Drift[]
  /** What of files that somebody changed by hand could be kept. */
  readonly adoption?: Adoption
  readonly unconfirmed?: UnconfirmedStatus
  readonly lease?: LeaseStatus
  /** What a rollout of this manifest would do. */
  readonly pending?: PendingStatus
  /** The generation that a rollback would go to, where its image is no longer on the node: then it needs the registry. */
  readonly wayBack?: { readonly generation: string; readonly image: SafeText }
  /** Generations that lie there. */
  readonly releases: readonly string[]
  /** The last events of the node's own journal, oldest first. */
  readonly journal: readonly SafeText[]
}

export interface UnconfirmedStatus {
  readonly run: string
  readonly generation: string
  readonly previous: string
  /** When the node reverts on its own. */
  readonly deadline: number
  readonly reverting: boolean
  /** The node was restarted since: nothing waits there any more. */
  readonly timerGone: boolean
}

export interface LeaseStatus {
  readonly run: string
  readonly token: number
  readonly holder: SafeText
  readonly reason: SafeText
  readonly since: number
  readonly expires: number
  /** Held, and not expired. */
  readonly live: boolean
}

export interface PendingStatus {
  readonly generation: string
  readonly verdict: Verdict
  readonly reasons: readonly Reason[]
}

/** The one value from which every print of a status is made. */
export interface StatusReport extends AboutRun {
  readonly verb: 'status'
  readonly nodes: readonly NodeStatus[]
}
