import type { CheckName, CheckState, Finding } from '../../model/check.ts'
import type { CrashCause } from '../../model/crash.ts'
import type { Failure } from '../../model/failure.ts'
import type { FileAction, SettingKind } from '../../model/file-change.ts'
import type { HookEnd, HookName } from '../../model/hook.ts'
import type { Activity, ChangedPart } from '../../model/progress.ts'
import type { RemoteWriteErrorCause } from '../../model/remote-write-error.ts'
import type {
  Bond,
  Ending,
  NodeState,
  PhaseName,
  Rollback,
  Rollout,
  RolloutBatch,
  Step,
  TargetDifference,
  Verdict,
} from '../../model/report.ts'
import type { SafeText } from '../../values/safe-text.ts'

/** One sentence of what is wrong, with what was found, and one of what to do; `remedy` is empty where nothing is wrong. */
export interface Explanation<Text extends string = SafeText> {
  readonly problem: Text
  readonly remedy: Text
}

export type FailureReason = Failure['reason']
export type FindingKind = Finding['kind']

type Of<Reason, Member> = Member extends { reason: infer Known }
  ? Reason extends Known
    ? Member
    : never
  : never

export type FailureOf<Reason extends FailureReason> = Of<Reason, Failure>
export type FindingOf<Kind extends FindingKind> = Extract<Finding, { kind: Kind }>

/** One entry for every reason: a new Failure does not compile before each language has words for it. */
export type FailureWords = {
  readonly [Reason in FailureReason]: (failure: FailureOf<Reason>) => Explanation<string>
}

export type FindingWords = {
  readonly [Kind in FindingKind]: (finding: FindingOf<Kind>) => Explanation<string>
}

export type CrashWords = Readonly<Record<CrashCause, Explanation<string>>>

export type RefusalWords = Readonly<Record<RemoteWriteErrorCause, Explanation<string>>>

/** The short names of things, for headings, cells and rows. */
export interface Labels {
  readonly phases: Readonly<Record<PhaseName, string>>
  readonly checks: Readonly<Record<CheckName, string>>
  readonly checkStates: Readonly<Record<CheckState, string>>
  readonly states: Readonly<Record<NodeState, string>>
  readonly verdicts: Readonly<Record<Verdict, string>>
  readonly outcomes: Readonly<Record<Step['outcome'], string>>
  readonly headings: Readonly<Record<Heading, string>>
  /** What of a worker a change is about. */
  readonly traits: Readonly<Record<SettingKind, string>>
}

export type Heading =
  | 'node'
  | 'verdict'
  | 'checks'
  | 'time'
  | 'note'
  | 'nodes'
  | 'found'
  | 'remedy'
  | 'warning'
  | 'interrupted'
  | 'batches'
  | 'hooks'
  | 'plannedHooks'

/** Sentences around the numbers of a run. Durations are milliseconds. */
export interface Sentences {
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
  readonly rolledBack: (rollback: Pick<Rollback, 'to' | 'scope'>) => string
  readonly batch: (batch: { batch: number; of: number; nodes: string; count: number }) => string
  readonly batchStates: Readonly<Record<RolloutBatch['state'], string>>
  readonly maxFailures: (maxFailures: Rollout['failures']) => string
  readonly endings: Readonly<Record<Ending, string>>
  /** Nodes that would have been in the batch before, but for what they share with one of that. */
  readonly deferred: (wait: { nodes: string; count: number; by: Bond; with: string }) => string
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

/** What rows say of a node at work. */
export interface ProgressMessages {
  readonly connecting: string
  readonly looking: string
  readonly acts: Readonly<Record<Activity, string>>
  readonly things: Readonly<Record<ChangedPart, string>>
  readonly waiting: (checks: string, seconds: number) => string
  readonly draining: (samples: string, seconds: number) => string
  readonly unsent: (samples: string, nodes: string) => string
  readonly noWorker: string
  /** `nodes` are those where an exporter is elsewhere; the difference is that of the first. */
  readonly elsewhere: (nodes: string, difference: TargetDifference) => string
  readonly batch: (batch: { batch: number; of: number; nodes: string }) => string
  readonly resolving: (about: { image: string; node: string }) => string
  readonly registryLimits: (seconds: number) => string
  readonly soaking: (seconds: number) => string
  readonly gapTooLong: (gap: { node: string; seconds: number; most: number }) => string
  readonly mimirBurdened: (percent: number) => string
  readonly keeping: (nodes: string) => string
  readonly hookBegins: (hook: HookName, command: string) => string
  readonly hookSays: (hook: HookName, line: string) => string
  readonly rollingBack: (nodes: string, why: Rollback['scope']) => string
  /** container, volume, files; empty where nothing was there */
  readonly removed: (things: readonly string[]) => string
  readonly backOn: (generation: string) => string
  readonly nothing: string
  readonly proven: (checks: number) => string
  readonly prechecked: (counts: { readonly checks: number; readonly failed: number }) => string
}
