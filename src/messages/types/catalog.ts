import type { ApprovalMessages } from './approval.ts'
import type { DestroyMessages } from './destroy.ts'
import type { FailureMessages, FindingMessages } from './failures.ts'
import type { ImportMessages } from './import.ts'
import type { Labels } from './labels.ts'
import type { LogMessages } from './logs.ts'
import type { PageMessages } from './page.ts'
import type { PrecheckMessages } from './prechecks.ts'
import type { ProgressMessages } from './progress.ts'
import type { StatusMessages } from './status.ts'
import type { SummaryMessages } from './summary.ts'

/** Every message of one language. */
export interface Catalog {
  /** What the language calls itself: English, 한국어. */
  readonly name: string
  readonly labels: Labels
  readonly failures: FailureMessages
  readonly findings: FindingMessages
  readonly prechecks: PrecheckMessages
  readonly progress: ProgressMessages
  readonly summary: SummaryMessages
  readonly page: PageMessages
  readonly status: StatusMessages
  readonly approval: ApprovalMessages
  readonly destroy: DestroyMessages
  readonly import: ImportMessages
  readonly logs: LogMessages
}
