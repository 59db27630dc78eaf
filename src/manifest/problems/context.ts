import type { Result } from '../../model/result.ts'

/** A small file of this machine: its text, and who may read it (the permission bits of its mode). */
export interface TextFile {
  readonly text: string
  readonly mode: number
}

/** What reading a manifest needs of the machine and the program around it. Nothing here throws or rejects. */
export interface ManifestContext {
  readonly env: Readonly<Record<string, string | undefined>>
  /** What ~ stands for. */
  readonly home: string
  /** The folder that a relative manifest's path starts from. */
  readonly folder: string
  /** The names that `worker.exporters` may have. */
  readonly exporters: readonly string[]
  /** The command line names Kolla's inventory (-i), so that the manifest need not. */
  readonly inventoryGiven?: boolean
  /** The failure completes the sentence "PATH …": `does not exist`. */
  readonly readText: (path: string) => Result<TextFile, string>
  /** Runs a shell command in `folder` for its stdout; the failure completes the sentence "the command …". */
  readonly runCommand: (command: string, folder: string) => Promise<Result<string, string>>
}
