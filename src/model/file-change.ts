import type { SafeText } from '../values/safe-text.ts'

/** What of a worker a change is about. `setting`: anything else of its configuration; `container`: of its container. */
export const SETTINGS = [
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

export type SettingKind = (typeof SETTINGS)[number]

/** One thing that a change of files means: it appears where it has no `current`, and vanishes where no `desired`. */
export interface SettingChange {
  readonly kind: SettingKind
  readonly name: SafeText
  readonly current?: SafeText
  readonly desired?: SafeText
}

export type FileAction = 'create' | 'update' | 'delete'

/** One file of the node's generation. */
export interface FileChange {
  readonly path: SafeText
  readonly action: FileAction
  /** A unified diff with secrets masked; absent where the file is secret, or could not be read. */
  readonly diff?: SafeText
}

/** What becomes of the files of a node. */
export interface NodeChanges {
  readonly files: readonly FileChange[]
  readonly settings: readonly SettingChange[]
  /** Nodes with the same value are changed alike, but for their names and addresses. */
  readonly groupKey: string
}
