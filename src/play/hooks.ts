import type { HookMoment } from '../model/hook.ts'
import type { Result } from '../model/result.ts'

/** What the operator wants to be run on this machine at moments of a run. */
export interface Hooks {
  /** Runs the commands for a moment, where there are any, one after the other until one fails. Never rejects. */
  run(moment: HookMoment): Promise<Result<void>>
}
