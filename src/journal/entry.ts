import type { Failure } from '../model/failure.ts'
import type { HookEnd, HookName } from '../model/hook.ts'
import type { PhaseName, Verdict } from '../model/report.ts'

/** Who began a run, and with which words; the first line of its journal. */
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
  /** What the operator asked for on the command line, as far as it decides what is done. */
  readonly wishes: RunWishes
  /** The run that this one goes on with. */
  readonly resumes?: string
  readonly reason?: string
}

/** A process on a machine. A process id alone is used again; with its start it is not. */
export interface Who {
  readonly user: string
  readonly host: string
  readonly pid: number
  /** Whatever this system tells of a process's start; empty where it tells nothing. */
  readonly started: string
}

/** What decides over the course of a run; kept so that it can be gone on with. */
export interface RunWishes {
  readonly limit?: string
  readonly image?: string
  readonly batches?: string
  readonly maxFailures?: string
  readonly rollback?: string
  readonly to?: string
}

/** What a journal tells. Everything that changes a node is told before it is done, and again when it was. */
export type JournalEntry =
  | RunHeader
  /** The image that a name was found to stand for, once for the whole run. */
  | { readonly type: 'image'; readonly wished: string; readonly resolved: string; readonly version: string }
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

/** What is done to a node. A node that came well through `verify` was told to stay as it is. */
export type JournalStep = Exclude<PhaseName, 'observe' | 'plan'>

/** An entry as it stands in the file, with when it was written. */
export type WrittenEntry = JournalEntry & { readonly at: string }
