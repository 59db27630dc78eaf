import type {
  Activation,
  Drift,
  LeaseStatus,
  StatusState,
  UnconfirmedStatus,
} from '../../model/node-status.ts'

/** What status says of nodes that stand alike; one line each. */
export interface StatusMessages {
  readonly states: Readonly<Record<StatusState, string>>
  readonly headings: Readonly<
    Record<
      | 'runs'
      | 'since'
      | 'by'
      | 'changed'
      | 'keep'
      | 'repaired'
      | 'unconfirmed'
      | 'lease'
      | 'pending'
      | 'wayBack'
      | 'trouble'
      | 'remedy',
      string
    >
  >
  /** How long ago; the two longest units. */
  readonly age: (seconds: number) => string
  readonly ago: (age: string) => string
  readonly runs: (what: {
    /** Of one node; where nodes have each their own, how many. */
    readonly generation: string | number
    readonly image: string | undefined
    readonly container: string | undefined
  }) => string
  readonly nothing: string
  readonly by: (last: Activation) => string
  readonly drift: (drift: Drift) => string
  /** `alone`: it is one node's, whose generations have names. `left`: until it goes back by itself. */
  readonly unconfirmed: (
    one: UnconfirmedStatus,
    about: { readonly alone: boolean; readonly left: string | undefined },
  ) => string
  readonly lease: (lease: LeaseStatus, left: string) => string
  readonly pending: (what: { readonly verdict: string; readonly fields: string }) => string
  /** What a rollback would need that is not on the node. */
  readonly wayBack: (image: string) => string
  readonly moreGroups: (count: number) => string
  readonly totals: (counts: StatusCounts) => string
}

export interface StatusCounts {
  readonly nodes: number
  readonly states: Readonly<Record<StatusState, number>>
  readonly milliseconds: number
}
