import type { Node } from '../../../src/model/node.ts'
import type { Progress } from '../../../src/model/progress.ts'
import { failed, type Result, success } from '../../../src/model/result.ts'
import type { Fleet, Planned, RoleServices } from '../fleet/fleet.ts'
import { remoteWriteErrorOf } from '../mimir/rejection-causes.ts'
import type { Facts } from '../node/facts.ts'
import { queuesIn } from '../node/remote-write-queue.ts'
import { changesSending } from '../plan/remote-write-change.ts'
import { workerErrors } from '../programs/read-only/worker-errors.ts'
import { type DrainEnd, drain } from './wait-for-drain.ts'

/** Milliseconds that a node which is rolled back waits for its queue: what is wrong there must not stay for longer. */
const SHORTLY = 5000

type Report = (progress: Progress) => void

/**
 * Before a worker is stopped, wait until it has sent what it has. Where that does not come, the node is left as it is,
 * unless what it is to run sends otherwise, and so may be the remedy. Gives how many samples are lost with the stop.
 */
export async function drainBefore(
  fleet: Fleet,
  services: RoleServices,
  planned: Planned,
  progress: Report,
): Promise<Result<number>> {
  const { host, plan } = planned
  const { drain: timeout } = fleet.policy
  if (timeout === 0) return success(0)
  const waited = await wait(fleet, services, planned, { timeout, progress })
  if (!waited.ok) return waited
  const { drain: end, facts } = waited.value
  if (end.kind !== 'undrained' || changesSending(plan.generation, facts)) return success(samplesLeft(end))
  const { how, samples, lag, refused } = end
  const log = refused ? await workerErrors(host, facts, services.context.interruption.aborting) : undefined
  const refusal = remoteWriteErrorOf(log?.sending ?? '', plan.vars.pushUrl)
  const waitedFor = Math.round(timeout / 1000)
  const why = refusal === undefined ? {} : { refusal }
  return failed({ reason: 'queue-not-drained', how, samples, lag, waited: waitedFor, ...why })
}

/**
 * A rollback is never held up: what a node cannot send soon is lost. Gives how many samples that are, with those that
 * were refused since the activation where that is when their queue began.
 */
export async function drainShortly(
  fleet: Fleet,
  services: RoleServices,
  planned: Planned,
  progress: Report,
): Promise<number> {
  const timeout = Math.min(SHORTLY, fleet.policy.drain)
  if (timeout === 0) return 0
  const waited = await wait(fleet, services, planned, { timeout, progress })
  if (!waited.ok) return 0
  const { drain: end, facts } = waited.value
  return (
    samplesLeft(end) + (changesSending(planned.plan.generation, planned.plan.facts) ? refusedIn(facts) : 0)
  )
}

function refusedIn(facts: Facts): number {
  return [...queuesIn(facts).values()].reduce((sum, { failed: refused }) => sum + refused, 0)
}

async function wait(
  { settings, deadlines }: Fleet,
  { context }: RoleServices,
  { host }: Planned,
  { timeout, progress }: { readonly timeout: number; readonly progress: Report },
): Promise<Result<DrainEnd>> {
  return drain({
    host,
    settings,
    timeout,
    deadline: deadlines.observe,
    signal: context.interruption.aborting,
    waiting: (queue) => progress({ kind: 'draining', ...queue }),
  })
}

function samplesLeft(end: DrainEnd['drain']): number {
  return end.kind === 'drained' ? 0 : end.samples
}

/** What was not sent goes into the report, and is reported in one line for all nodes. */
export function reportUnsent({ context }: RoleServices, unsent: ReadonlyMap<Node, number>): void {
  const some = [...unsent].filter(([, samples]) => samples > 0)
  for (const [{ name }, samples] of some) context.roster.unsent(name, samples)
  if (some.length === 0) return
  const samples = some.reduce((sum, [, nodeSamples]) => sum + nodeSamples, 0)
  const nodes = some.map(([{ name }]) => name)
  context.tell({ type: 'warning', text: context.describe({ kind: 'unsent', nodes, samples }) })
}
