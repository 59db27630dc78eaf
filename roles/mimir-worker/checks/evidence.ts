import type { ServiceDown } from '../../../src/manifest/sections/rollout.ts'
import type { WorkerExpectation } from '../generation/worker-expectation.ts'
import type { Arrival } from '../mimir/arrival.ts'
import type { Facts } from '../node/facts.ts'

/** All that the checks judge by: what a node must run, one observation of it, and what Mimir has of it. */
export interface Evidence extends WorkerExpectation {
  readonly facts: Facts
  /** The observation before this one of the same process, to see what grew since. */
  readonly previous: Facts | undefined
  /** Undefined until Mimir was queried. */
  readonly arrival: Arrival | undefined
  /** Node → since when its worker runs, of all nodes of this run. */
  readonly starts: ReadonlyMap<string, number>
  /** What it is where an exporter answers and what it watches is down. */
  readonly serviceDown: ServiceDown
}
