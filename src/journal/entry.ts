import type { Failure } from '../model/failure.ts'
import type { HookEnd, HookName } from '../model/hook.ts'
import type { PhaseName, Verdict } from '../model/report.ts'

/** Who began a run, and with which arguments; the first line of its journal. */
export interface RunHeader {
  readonly type: 'run'
  readonly run: string
  readonly verb: string
  readonly version: string
  /** Absolute path. */
  readonly manifest: string
  /** Git revision of the manifest's folder, with `+` where it was changed since; absent outside a repository. */
  readonly revision?: string
  readonly who: Who
  /** The arguments of the command line that decide what is done. */
  readonly arguments: RunArguments
  /** The run that this one resumes. */
  readonly resumes?: string
  readonly reason?: string
}

/** A process on a machine. A process id alone is used again; together with the start it is unique. */
export interface Who {
  readonly user: string
  readonly host: string
  readonly pid: number
  /** Boot, namespace and start of the process; empty where the system does not show them. */
  readonly started: string
}

/** The arguments that decide what a run does; kept so that it can be resumed. */
export interface RunArguments {
  readonly limit?: string
  readonly image?: string
  readonly batches?: string
  readonly maxFailures?: string
  readonly rollback?: string
  readonly to?: string
}

/** An entry of a journal. Every change of a node is written before it is made, and again when it is done. */
export type JournalEntry =
  | RunHeader
  /** The image that a name was resolved to, once for the whole run. */
  | {
      readonly type: 'image'
      readonly requested: string
      readonly resolved: string
      readonly version: string
    }
  | {
      readonly type: 'planned'
      readonly node: string
      readonly verdict: Verdict
      readonly generation: string
      /** What the node runs before. */
      readonly previous?: string
    }
  | { readonly type: 'batches'; readonly batches: readonly (readonly string[])[] }
  | { readonly type: 'begins'; readonly step: JournalStep; readonly node: string }
  | {
      readonly type: 'ends'
      readonly step: JournalStep
      readonly node: string
      readonly outcome: 'changed' | 'unchanged' | 'failed'
      readonly failure?: Failure['reason']
    }
  | { readonly type: 'batch-begins'; readonly batch: number }
  | { readonly type: 'gate'; readonly batch: number; readonly passed: boolean; readonly why?: string }
  | {
      readonly type: 'hook-begins'
      readonly hook: HookName
      readonly batch?: number
      readonly command: string
    }
  | {
      readonly type: 'hook-ends'
      readonly hook: HookName
      readonly batch?: number
      readonly command: string
      readonly end: HookEnd
    }
  | { readonly type: 'ended'; readonly how: string }

/** A change of a node. A node whose `verify` succeeded is confirmed. */
export type JournalStep = Exclude<PhaseName, 'observe' | 'plan'>

/** An entry as it stands in the file, with when it was written. */
export type WrittenEntry = JournalEntry & { readonly at: string }
