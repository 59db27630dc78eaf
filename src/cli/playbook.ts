import type { PhaseName } from '../model/report.ts'

/** What a verb does: which phases of the flow it goes through. */
export interface Playbook {
  readonly verb: 'rollout' | 'verify' | 'prechecks' | 'import'
  readonly phases: readonly PhaseName[]
}
