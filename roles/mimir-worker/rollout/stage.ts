import type { LeaseRequest } from '../../../src/model/lease-request.ts'
import type { Node } from '../../../src/model/node.ts'
import type { Activity } from '../../../src/model/progress.ts'
import { failed, type Result, success } from '../../../src/model/result.ts'
import { runPhase } from '../../../src/play/phase.ts'
import { type Fleet, type Planned, type RoleServices, stepDone } from '../fleet/fleet.ts'
import { mayYield, reportLost, takeInOrder, yieldTo } from '../fleet/lease-contention.ts'
import { type HeldLeases, noteDoubtful } from '../fleet/leases.ts'
import { pullLimiter } from '../fleet/pull-limiter.ts'
import { withKeys } from '../generation/rejected-keys.ts'
import { actionFor, stopsWorker } from '../programs/changing/activate.ts'
import { type Staged, stage as stageNode } from '../programs/changing/stage.ts'
import { imageFor } from '../worker/image.ts'
import { asFoundUnderLease } from './replan.ts'

/**
 * Files and images onto every node that needs them, all at once: no service notices. Each lease that was taken is also
 * put into `holdings`. Where another run holds enough of these nodes, this one gives all of them up: undefined.
 */
export async function stage(
  fleet: Fleet,
  services: RoleServices,
  planned: Map<Node, Planned>,
  holdings: HeldLeases,
): Promise<Map<Node, Planned> | undefined> {
  const yielding = mayYield(services.context.interruption, planned.size)
  const { signal, interruption } = yielding
  // A registry is not stormed by a fleet that needs a new image.
  const pulls = pullLimiter(fleet.policy.pulls)
  const staged = await runPhase<Planned, Planned>(
    'stage',
    planned,
    async (node, input, progress) => {
      const report = (act: Activity): void => progress({ kind: 'acting', act })
      const resting = (seconds: number): void => progress({ kind: 'registry-limits', seconds })
      const limits = { deadline: fleet.deadlines.stage, signal, resting }
      const { host, plan } = input
      const once = async (leaseRequest: LeaseRequest): Promise<Result<Staged>> => {
        const bring = async () => stageOne(fleet, leaseRequest, input, { signal, report })
        return needsPull(input) ? pulls(bring, limits) : bring()
      }
      const answer = await takeInOrder(once, services, signal)
      if (!answer.ok) {
        noteDoubtful(holdings, host, answer.failure)
        const failure = await yieldTo(answer.failure, node.name, yielding, services)
        const { rendered } = plan
        return failed(rendered === undefined ? failure : withKeys(failure, node, rendered, fleet.written))
      }
      const { lease, changed } = answer.value
      holdings.leases.set(host, lease)
      const found = await asFoundUnderLease(fleet, services, { node, planned: { ...input, lease }, lease })
      return found.ok ? success(stepDone(found.value, changed)) : found
    },
    { ...services.context, interruption },
  )
  reportLost(services, yielding)
  return yielding.to === undefined ? staged : undefined
}

async function stageOne(
  fleet: Fleet,
  leaseRequest: LeaseRequest,
  { host, plan }: Planned,
  { signal, report }: { readonly signal: AbortSignal; readonly report: (act: Activity) => void },
): Promise<Result<Staged>> {
  return stageNode({
    lease: { leaseRequest },
    host,
    settings: { ...fleet.settings, image: plan.vars.image },
    generation: { name: plan.generation.name, files: plan.rendered?.generation.files ?? [] },
    replaces: replacesWorker(plan),
    deadline: fleet.deadlines.stage,
    signal,
    progress: report,
  })
}

function replacesWorker({ decision: { verdict }, facts }: Planned['plan']): boolean {
  return verdict !== 'noop' && stopsWorker(actionFor(verdict, facts), facts)
}

function needsPull({ plan }: Pick<Planned, 'plan'>): boolean {
  return imageFor(plan.facts.images, plan.vars.image) === undefined
}
