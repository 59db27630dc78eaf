import type { Arrival } from '../arrival.ts'
import type { Facts } from '../facts.ts'
import type { Outline } from '../generation.ts'
import type { ProvenVars } from '../vars.ts'

/** All that the checks judge by: what a node shall run, what one look at it saw, and what the master has of it. */
export interface Look {
  readonly vars: ProvenVars
  readonly generation: Outline
  readonly project: string
  readonly facts: Facts
  /** The look before this one at the same process, to tell what grew since. */
  readonly earlier: Facts | undefined
  /** Undefined until the master was asked. */
  readonly arrival: Arrival | undefined
  /** Node → since when its worker runs, of all nodes of this run. */
  readonly starts: ReadonlyMap<string, number>
}
