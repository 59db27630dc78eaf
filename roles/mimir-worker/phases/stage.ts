import type { Node } from '../../../src/model/node.ts'
import { failed, success } from '../../../src/model/result.ts'
import { runPhase } from '../../../src/play/phase.ts'
import { came, type Fleet, type Means, type Planned } from '../fleet.ts'
import { withKeys } from '../rejected-keys.ts'
import { stage as stageNode } from '../tasks/stage.ts'

/** Files and images onto every node that needs them, all at once: no service notices. */
export async function stage(
  fleet: Fleet,
  means: Means,
  planned: Map<Node, Planned>,
): Promise<Map<Node, Planned>> {
  return runPhase<Planned, Planned>(
    'stage',
    planned,
    async (node, input, progress) => {
      const answer = await stageNode({
        host: input.host,
        settings: fleet.settings,
        generation: input.plan.generation,
        pull: input.plan.facts.image === undefined,
        deadline: fleet.deadlines.stage,
        signal: means.stage.interruption.aborting,
        progress: (act) => progress({ kind: 'acting', act }),
      })
      if (!answer.ok) return failed(withKeys(answer.failure, node, input.plan, fleet.written))
      return success(came(input, answer.value.changed))
    },
    means.stage,
  )
}
