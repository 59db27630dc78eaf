import type { WorkerExpectation } from '../generation/worker-expectation.ts'
import type { Arrival } from '../mimir/arrival.ts'
import type { Facts } from '../node/facts.ts'

/** All that the checks judge by: what a node shall run, what one look at it saw, and what Mimir has of it. */
export interface Evidence extends WorkerExpectation {
  readonly facts: Facts
  /** The look before this one at the same process, to tell what grew since. */
  readonly previous: Facts | undefined
  /** Undefined until Mimir was asked. */
  readonly arrival: Arrival | undefined
  /** Node → since when its worker runs, of all nodes of this run. */
  readonly starts: ReadonlyMap<string, number>
}
