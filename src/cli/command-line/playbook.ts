import type { PhaseName } from '../../model/report.ts'
import type { Verb } from '../../model/verb.ts'

/** What a verb does: which phases of the flow it goes through. */
export interface Playbook {
  readonly verb: Verb
  readonly phases: readonly PhaseName[]
}
