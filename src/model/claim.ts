import type { SafeText } from './safe-text.ts'

/** Who wants to change nodes, and why: what the lease of a node says of its holder. */
export interface Claim {
  /** The name of the run. */
  readonly run: string
  /** user@host and process: where its controller runs. */
  readonly holder: SafeText
  readonly reason: SafeText
}
