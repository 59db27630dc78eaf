import type { SafeText } from '../values/safe-text.ts'

/** Moments of a run at which commands of the operator's may run on this machine, in their order. */
export const HOOKS = ['before', 'after_batch', 'after', 'on_failure'] as const

export type HookName = (typeof HOOKS)[number]

/** A hook whose time has come, and what belongs to that moment alone. Batches are counted from 1. */
export type HookMoment =
  | { readonly hook: 'before' }
  | {
      readonly hook: 'after_batch'
      readonly batch: number
      readonly of: number
      readonly nodes: readonly string[]
    }
  | { readonly hook: 'after' | 'on_failure'; readonly exitCode: number }

/** How a command of a hook ended. */
export type HookEnd =
  | { readonly how: 'exited'; readonly exitCode: number }
  | { readonly how: 'killed'; readonly signal: string }
  /** Its deadline passed. */
  | { readonly how: 'late'; readonly seconds: number }
  /** The operator interrupted for the second time. */
  | { readonly how: 'aborted' }
  | { readonly how: 'not-run'; readonly reason: SafeText }

/** Whether it kept a run from going on. What closes a run keeps it from nothing. */
export function isRefusal({ hook, outcome }: Pick<HookRun, 'hook' | 'outcome'>): boolean {
  return outcome === 'failed' && (hook === 'before' || hook === 'after_batch')
}

/** One command of a hook. */
export interface HookRun {
  readonly hook: HookName
  /** Of an `after_batch` that ran. */
  readonly batch?: number
  readonly command: SafeText
  /** `planned`: it would run, where nothing was to be changed. */
  readonly outcome: 'done' | 'failed' | 'planned'
  readonly end?: HookEnd
  readonly milliseconds?: number
  /** The last lines of what it printed. */
  readonly output?: SafeText
}
