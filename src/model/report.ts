import type { SafeText } from '../values/safe-text.ts'
import type { Adoption } from './adoption.ts'
import type { CheckResult } from './check.ts'
import type { Failure } from './failure.ts'
import type { NodeChanges } from './file-change.ts'
import type { HookRun } from './hook.ts'

export const VERDICTS = ['noop', 'reload', 'recreate', 'first-install', 'repair'] as const

/** What a node needs, decided before anything is touched. */
export type Verdict = (typeof VERDICTS)[number]

/** Why a verdict was given: one field of the node, as it is and as it is planned. */
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

export type PhaseName = 'observe' | 'plan' | 'stage' | 'activate' | 'verify' | 'rollback' | 'hold' | 'remove'

/** One phase of one node: when, and how it ended. Times are milliseconds since the run began. */
export interface Step {
  readonly phase: PhaseName
  readonly from: number
  readonly to: number
  readonly outcome: 'changed' | 'unchanged' | 'failed'
}

/**
 * The state of a node at the end of a run. `rolled-back`: proven again on what it ran before. `untouched`: the run ended
 * before anything that runs was changed there.
 */
export type NodeState = 'verified' | 'failed' | 'rolled-back' | 'untouched' | 'interrupted'

/** A node that was changed and then rolled back to what it ran before. */
export interface Rollback {
  /** The generation that it was rolled back to. */
  readonly to: string
  /** Because of itself, of its batch, or of the whole run. */
  readonly scope: 'node' | 'batch' | 'all'
  /** It could not be sent back: it may run what it was given, until it auto-reverts. */
  readonly incomplete?: true
  /** The push URL of that generation, where its arrival there could not be checked; all else was. */
  readonly unchecked?: string
  /** Why it is not known to be well on the old one; absent where the whole chain was proven again. */
  readonly failure?: Failure
}

/** What of a node must be as it was when a plan was saved, and what the node was to become. */
export interface PinnedNode {
  readonly verdict: Verdict
  /** The generation that was rendered for it. */
  readonly generation: string
  /** The generation that it ran; absent where there was none. */
  readonly current?: string
  /** Identifiers of the worker's container and of its image. */
  readonly container?: string
  readonly image?: string
}

export interface NodeReport {
  readonly node: string
  readonly groups: readonly string[]
  readonly state: NodeState
  readonly verdict?: Verdict
  readonly reasons: readonly Reason[]
  /** Where the node disagrees with Kolla's files; absent where it does not. */
  readonly differences?: readonly TargetDifference[]
  readonly generation?: string
  /** How its files would change, where only a plan was requested. */
  readonly changes?: NodeChanges
  /** What of files that somebody changed by hand could be kept; only of a plan. */
  readonly adoption?: Adoption
  /** What a saved plan holds on to. */
  readonly pinned?: PinnedNode
  /** The generation that it ran before. */
  readonly previous?: string
  readonly rollback?: Rollback
  /** Seconds without samples in Mimir, from the last of the former process to the first of this one. */
  readonly gap?: number
  /** About how many samples were not sent, or were refused, when its worker was stopped or its remote write changed. */
  readonly unsent?: number
  readonly checks: readonly CheckResult[]
  readonly failure?: Failure
  readonly steps: readonly Step[]
}

/** What every report says of its run. */
export interface AboutRun {
  /** As the operator named it. */
  readonly manifest: string
  readonly tenant: string
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly milliseconds: number
  readonly interrupted: boolean
  readonly warnings: readonly SafeText[]
}

/** The one value from which every printer and file is made. */
export interface Report extends AboutRun {
  readonly run: string
  readonly verb: string
  /** Nothing was to be changed: this is what would be. */
  readonly dryRun?: true
  /** From batch to batch; absent where nothing had to be changed. */
  readonly rollout?: Rollout
  /** Commands of `rollout.hooks`, in the order in which they ran; absent where there were none. */
  readonly hooks?: readonly HookRun[]
  readonly nodes: readonly NodeReport[]
}

/** The batches of a run, and why there were no more of them. */
export interface Rollout {
  readonly batches: readonly RolloutBatch[]
  /** Absent where the order is the operator's, or there is only one batch. */
  readonly order?: BatchReasons
  readonly failures: { readonly allowed: number; readonly count: number }
  readonly ending: Ending
  /** The image of the workers; absent where nobody could say what its name stands for. */
  readonly image?: ImageChoice
  /** What closed the gate, in the operator's language. */
  readonly reason?: SafeText
}

/** What an image's name stands for, and on whose word. */
export interface ImageChoice {
  /** As the operator wrote it. */
  readonly name: string
  /** name@sha256:…, or the name where the image came from no registry. */
  readonly image: SafeText
  /** The operator's, the registry's, what most nodes run already, or what nodes were asked for. */
  readonly word: 'manifest' | 'registry' | 'fleet' | 'nodes'
  /** The nodes whose word it is. */
  readonly nodes?: readonly string[]
}

export interface RolloutBatch {
  readonly nodes: readonly string[]
  readonly state: 'done' | 'rolled-back' | 'not-started'
  /** Those of them that would have been in the batch before. */
  readonly deferred?: readonly Deferral[]
}

/** Why batches begin and end with the nodes that they do. */
export interface BatchReasons {
  /** The group that the first batch is drawn from: the largest but for control, network and loadbalancer. */
  readonly first?: string
  /** Groups whose nodes come last, the very last one at the end: most depends on them. */
  readonly last: readonly string[]
  /** What changes of where and how workers send, so that one node is changed and verified before all others. */
  readonly canary: readonly string[]
}

/** Why a node is not in the batch before: what it shares with a node of that one. */
export interface Deferral {
  readonly node: string
  readonly by: Bond
  readonly with: string
}

/** What nodes share that must not be changed at the same time. */
export interface Bond {
  readonly kind: 'group' | 'domain'
  readonly name: string
}

/** `complete`: every batch was run, which does not mean that every node is well. `planned`: none was to begin. */
export type Ending =
  | 'complete'
  | 'max-failures-exceeded'
  | 'canary-failed'
  | 'stopped-by-gate'
  | 'interrupted'
  | 'nothing-to-do'
  | 'planned'
