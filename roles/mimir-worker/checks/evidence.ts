import type { ServiceDown } from '../../../src/manifest/sections/rollout.ts'
import type { WorkerExpectation } from '../generation/worker-expectation.ts'
import type { Arrival } from '../mimir/arrival.ts'
import type { Completeness } from '../mimir/completeness.ts'
import type { Facts } from '../node/facts.ts'
import type { Pace } from '../node/pace.ts'

/** All that the checks judge by: what a node must run, one observation of it, and what Mimir has of it. */
export interface Evidence extends WorkerExpectation {
  readonly facts: Facts
  /** Seconds since that observation: while only Mimir's answer is missing, the node is not observed again. */
  readonly age?: number
  /** The observation before this one of the same process, to see what grew since. */
  readonly previous: Facts | undefined
  /** How far behind the worker was at the looks of this run, oldest first. */
  readonly paces?: readonly Pace[]
  /** Undefined until Mimir was queried. */
  readonly arrival: Arrival | undefined
  /** Mimir's first answer of this run about the node, to see what moved since. */
  readonly firstArrival?: Arrival | undefined
  /** Undefined until it was counted, which is done once everything else has arrived. */
  readonly completeness?: Completeness | undefined
  /** Node → since when its worker runs, of all nodes of this run. */
  readonly starts: ReadonlyMap<string, number>
  /** It sends where the manifest does not: if nothing answers queries there, arrival cannot be checked. */
  readonly elsewhere?: boolean
  /** What it is where an exporter answers and what it watches is down. */
  readonly serviceDown: ServiceDown
}
