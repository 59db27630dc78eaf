import type { Host } from '../../../src/model/host.ts'
import type { Node } from '../../../src/model/node.ts'
import { failed, success } from '../../../src/model/result.ts'
import { runPhase } from '../../../src/play/phase.ts'
import { came, type Fleet, type Means, type Planned } from '../fleet.ts'
import type { Lease } from '../lease.ts'
import { withKeys } from '../rejected-keys.ts'
import { stage as stageNode } from '../tasks/stage.ts'

/**
 * Files and images onto every node that needs them, all at once: no service notices. Each lease that was taken is also
 * put into `leases`.
 */
export async function stage(
  fleet: Fleet,
  means: Means,
  planned: Map<Node, Planned>,
  leases: Map<Host, Lease>,
): Promise<Map<Node, Planned>> {
  return runPhase<Planned, Planned>(
    'stage',
    planned,
    async (node, input, progress) => {
      const answer = await stageNode({
        lease: { claim: means.claim },
        host: input.host,
        settings: fleet.settings,
        generation: input.plan.generation,
        pull: input.plan.facts.image === undefined,
        deadline: fleet.deadlines.stage,
        signal: means.stage.interruption.aborting,
        progress: (act) => progress({ kind: 'acting', act }),
      })
      if (!answer.ok) return failed(withKeys(answer.failure, node, input.plan, fleet.written))
      const { lease, changed } = answer.value
      leases.set(input.host, lease)
      return success(came({ ...input, lease }, changed))
    },
    means.stage,
  )
}
