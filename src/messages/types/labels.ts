import type { CheckName, CheckState } from '../../model/check.ts'
import type { SettingKind } from '../../model/file-change.ts'
import type { NodeState, PhaseName, Step, Verdict } from '../../model/report.ts'

/** The short names of things, for headings, cells and rows. */
export interface Labels {
  readonly phases: Readonly<Record<PhaseName, string>>
  readonly checks: Readonly<Record<CheckName, string>>
  readonly checkStates: Readonly<Record<CheckState, string>>
  readonly states: Readonly<Record<NodeState, string>>
  readonly verdicts: Readonly<Record<Verdict, string>>
  readonly outcomes: Readonly<Record<Step['outcome'], string>>
  readonly headings: Readonly<Record<Heading, string>>
  /** What a change of a worker is about. */
  readonly settings: Readonly<Record<SettingKind, string>>
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
