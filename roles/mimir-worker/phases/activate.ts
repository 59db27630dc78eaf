import type { Node } from '../../../src/model/node.ts'
import { success } from '../../../src/model/result.ts'
import { runPhase } from '../../../src/play/phase.ts'
import { came, type Fleet, type Means, type Planned } from '../fleet.ts'
import { actionFor, activate as activateNode } from '../tasks/activate.ts'

/** Swap the staged generation in on every node, and let its worker run with it. */
export async function activate(
  fleet: Fleet,
  means: Means,
  staged: Map<Node, Planned>,
): Promise<Map<Node, Planned>> {
  return runPhase<Planned, Planned>(
    'activate',
    staged,
    async (_node, input, progress) => {
      const { plan, host } = input
      const { verdict } = plan.decision
      if (verdict === 'noop') return success(came(input, []))
      const answer = await activateNode({
        host,
        settings: fleet.settings,
        generation: plan.generation,
        action: actionFor(verdict, plan.facts),
        deadline: fleet.deadlines.activate,
        signal: means.stage.interruption.aborting,
        progress: (act) => progress({ kind: 'acting', act }),
      })
      return answer.ok ? success(came({ ...input, asObserved: false }, answer.value.changed)) : answer
    },
    means.stage,
  )
}
