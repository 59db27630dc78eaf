import type {
  PrecheckFinding,
  PrecheckName,
  PrecheckState,
  PushCause,
  Silence,
} from '../../model/precheck.ts'
import type { Explanation } from './failures.ts'

type PrecheckKind = PrecheckFinding['kind']

/** What is told in the words of failures and checks. */
type Elsewhere = 'failure' | 'query-failed' | 'seen-by-other-tenant' | 'watched-down'

type PrecheckOf<Wanted extends PrecheckKind> = Extract<PrecheckFinding, { kind: Wanted }>

/** One entry for every finding: a new one does not compile before each language has words for it. */
export interface PrecheckMessages {
  readonly titles: Readonly<Record<PrecheckName, string>>
  readonly states: Readonly<Record<PrecheckState, string>>
  readonly findings: {
    readonly [One in Exclude<PrecheckKind, Elsewhere>]: (finding: PrecheckOf<One>) => Explanation<string>
  }
  readonly totals: (counts: PrecheckCounts) => string
}

export interface PrecheckCounts {
  readonly nodes: number
  readonly ready: number
  readonly failed: number
  readonly interrupted: number
  readonly milliseconds: number
}

/** Words for the two ways in which a node gets no good answer over HTTP. */
export interface HttpMessages {
  readonly silences: Readonly<Record<Silence, string>>
  readonly pushes: Readonly<Record<PushCause, (push: PrecheckOf<'push-refused'>) => Explanation<string>>>
}
