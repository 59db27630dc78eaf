import type { FileAction } from '../../model/file-change.ts'
import type { HookEnd } from '../../model/hook.ts'
import type {
  Bond,
  Ending,
  NodeState,
  PhaseName,
  Rollback,
  Rollout,
  RolloutBatch,
} from '../../model/report.ts'

/** Sentences around the numbers of a run. Durations are milliseconds. */
export interface SummaryMessages {
  readonly duration: (milliseconds: number) => string
  readonly started: (run: { verb: string; nodes: number; tenant: string; run: string }) => string
  readonly nodes: (count: number) => string
  readonly phaseFinished: (counts: { finished: number; failed: number }) => string
  readonly stillWaiting: (wait: { done: number; total: number; nodes: string; text: string }) => string
  readonly interrupting: (force: boolean) => string
  readonly moreFailed: (count: number) => string
  readonly totals: (totals: Totals) => string
  readonly nothingChanged: string
  readonly likewise: (node: string) => string
  readonly left: Readonly<Record<PhaseName | 'nowhere', string>>
  /** How a run is gone on with that did not come to its end. */
  readonly goOn: (run: { verb: string; manifest: string; run: string }) => string
  readonly rolledBack: (rollback: Pick<Rollback, 'to' | 'scope' | 'unchecked' | 'incomplete'>) => string
  readonly batch: (batch: { batch: number; of: number; nodes: string; count: number }) => string
  readonly batchStates: Readonly<Record<RolloutBatch['state'], string>>
  readonly maxFailures: (maxFailures: Rollout['failures']) => string
  readonly endings: Readonly<Record<Ending, string>>
  /** Nodes that would have been in the batch before, but for what they share with one of that. */
  readonly deferred: (wait: { nodes: string; count: number; by: Bond; with: string }) => string
  /** Why one node is changed before all others: what changes of where and how workers send. */
  readonly canary: (changes: string) => string
  /** Why the batches begin and end with the nodes that they do. */
  readonly batchOrder: (order: { first: string; last: string }) => string
  /** A file of which no diff is shown. */
  readonly files: Readonly<Record<FileAction, (path: string) => string>>
  readonly moreChanges: (groups: number, nodes: number) => string
  readonly nothingToChange: string
  /** `key: value` of the manifest that keeps what was changed by hand; `reach`: whom it would hold for beside them. */
  readonly keeps: (about: { setting: string; nodes: string; reach: 'them' | 'override' | 'all' }) => string
  /** `named`: some of it can be kept; `more`: some cannot. */
  readonly repaired: (about: { named: boolean; more: boolean }) => string
  readonly chooseOne: (key: string, choices: string) => string
  readonly planTotals: (totals: PlanTotals) => string
  /** How a command of a hook ended; nothing for the good end. */
  readonly hookEnd: (end: HookEnd) => string
  readonly hookOfBatch: (batch: number) => string
  readonly rows: (more: { running: number; waiting: number; failed: number; done: number }) => string
}

/** How many nodes ended how, and after how long. */
export interface Totals extends Readonly<Record<NodeState, number>> {
  readonly nodes: number
  readonly milliseconds: number
}

/** How many nodes a plan would change, and how. */
export interface PlanTotals {
  readonly nodes: number
  /** How many nodes each verdict is for; those that nobody got are left out. */
  readonly verdicts: readonly (readonly [verdict: string, nodes: number])[]
  readonly failed: number
  readonly milliseconds: number
}
