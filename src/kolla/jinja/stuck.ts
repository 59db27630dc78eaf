import type { VariableSource } from '../files/variable.ts'

/** Why an expression has no value here. */
export type StuckReason =
  | 'undefined'
  | 'needs-node'
  | 'encrypted'
  | 'unsupported'
  | 'cycle'
  | 'release-unknown'

/** Thrown inside this folder and by lookups it is given, and caught where a variable is resolved; never beyond. */
export class Stuck extends Error {
  readonly reason: StuckReason
  /** The variable whose value could not be evaluated. */
  variable: VariableSource | undefined

  /** `found` names what was found, for a sentence: `the filter ipaddr`, `ansible_facts.hostname`. */
  constructor(reason: StuckReason, found: string) {
    super(found)
    this.reason = reason
  }
}

export function unsupported(found: string): never {
  throw new Stuck('unsupported', found)
}
