import type { SafeText } from '../values/safe-text.ts'

/** What of a worker a change is about. `setting`: anything else of its configuration; `container`: of its container. */
export const TRAITS = [
  'image',
  'flag',
  'container',
  'job',
  'target',
  'interval',
  'timeout',
  'label',
  'sending',
  'setting',
] as const

export type TraitKind = (typeof TRAITS)[number]

/** One thing that a change of files means: it appears where it has no `current`, and vanishes where no `desired`. */
export interface Meaning {
  readonly what: TraitKind
  readonly name: SafeText
  readonly current?: SafeText
  readonly desired?: SafeText
}

export type Turn = 'appears' | 'changes' | 'vanishes'

/** One file of the node's generation. */
export interface FileChange {
  readonly path: SafeText
  readonly turn: Turn
  /** A unified diff with secrets masked; absent where the file is secret, or could not be read. */
  readonly diff?: SafeText
}

/** What becomes of the files of a node. */
export interface NodeChanges {
  readonly files: readonly FileChange[]
  readonly meaning: readonly Meaning[]
  /** Nodes with the same value are changed alike, but for their names and addresses. */
  readonly alike: string
}
