import type { SafeText } from '../values/safe-text.ts'
import type { NodeReport, PhaseName, Report, Step } from './report.ts'

/** What happens in a play, as it happens. Printers listen; results come from the Report, never from a printer. */
export type PlayEvent =
  | {
      readonly type: 'play-started'
      readonly verb: string
      readonly run: string
      readonly tenant: string
      readonly nodes: readonly string[]
      readonly phases: readonly PhaseName[]
    }
  | { readonly type: 'phase-started'; readonly phase: PhaseName; readonly nodes: readonly string[] }
  | { readonly type: 'node-started'; readonly phase: PhaseName; readonly node: string }
  | {
      readonly type: 'node-progress'
      readonly phase: PhaseName
      readonly node: string
      readonly text: SafeText
    }
  | {
      readonly type: 'node-finished'
      readonly phase: PhaseName
      readonly node: string
      readonly outcome: Step['outcome']
      readonly text: SafeText
    }
  | { readonly type: 'phase-finished'; readonly phase: PhaseName }
  | { readonly type: 'node-settled'; readonly report: NodeReport }
  | { readonly type: 'warning'; readonly text: SafeText }
  /** A turn in the course of the play, worth a line of its own: a batch, a gate, a rollback. */
  | { readonly type: 'notice'; readonly text: SafeText }
  | { readonly type: 'interrupting'; readonly force: boolean }
  | { readonly type: 'play-finished'; readonly report: Report }

/** Something that shows a play to somebody. `end` leaves the terminal as it was found; it may be called twice. */
export interface Printer {
  tell(event: PlayEvent): void
  /** Takes what is drawn off the screen, so that a question can be asked; gives what draws it again. */
  readonly suspend?: () => () => void
  end(): Promise<void>
}
