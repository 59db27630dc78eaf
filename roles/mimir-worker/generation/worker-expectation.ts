import type { CloudJob } from '../../../src/model/check.ts'
import type { ProvenVars } from '../worker/vars.ts'
import type { DesiredGeneration } from './generation.ts'

/** What a node must run: what proves it, its generation, and the name of its compose project. */
export interface WorkerExpectation {
  readonly vars: ProvenVars
  readonly generation: DesiredGeneration
  readonly project: string
  /** Jobs of the whole cloud that are with other nodes than planned, as far as this node gives or takes one. */
  readonly cloudJobs?: readonly CloudJob[]
}
