import type { SafeText } from '../values/safe-text.ts'

/** Who wants to change nodes, and why: what the lease of a node says of its holder. */
export interface LeaseRequest {
  /** The name of the run. */
  readonly run: string
  /** user@host and process: where its controller runs. */
  readonly holder: SafeText
  readonly reason: SafeText
  /** Git revision of the manifest, where it is in a repository. */
  readonly revision?: SafeText
  /** Runs that are known to be dead: whatever they hold is taken over. */
  readonly dead?: readonly string[]
  /** Why a live lease of any other run is taken over. */
  readonly breaks?: SafeText
}
