import type { DestroyState } from '../../model/destroy-report.ts'

/** What destroy asks, and what it says of nodes that came out alike; one line each. */
export interface DestroyMessages {
  readonly question: (what: {
    readonly count: number
    readonly nodes: string
    readonly directory: string
  }) => string
  /** The answer that the question wants. */
  readonly yes: string
  readonly declined: string
  readonly noTerminal: string
  readonly removed: (things: readonly string[]) => string
  readonly absent: string
  readonly interrupted: string
  readonly files: (directory: string, names: readonly string[]) => string
  readonly container: (name: string) => string
  readonly totals: (counts: DestroyCounts) => string
}

export interface DestroyCounts {
  readonly nodes: number
  readonly states: Readonly<Record<DestroyState, number>>
  readonly milliseconds: number
}
