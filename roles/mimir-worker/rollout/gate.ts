import type { Node } from '../../../src/model/node.ts'
import type { Progress } from '../../../src/model/progress.ts'
import type { CampaignEvent } from '../../../src/play/campaign.ts'
import { pause } from '../../../src/play/interruption.ts'
import type { FailureKind } from '../../../src/play/node-outcome.ts'
import { failureKindOf } from '../../../src/play/node-outcome.ts'
import type { SafeText } from '../../../src/values/safe-text.ts'
import type { Fleet, Planned, RoleServices } from '../fleet/fleet.ts'
import { type Health, queryHealth } from '../mimir/write-health.ts'
import { verify } from './verify.ts'

/** Milliseconds between two questions whether an overburdened mimir has recovered, and after which it has not. */
const ASK_EVERY = 10_000
const RECOVERY_DEADLINE = 300_000

/** Milliseconds that a burdened mimir is given before the next batch comes on top. */
const SLOW_DOWN = 30_000

/** Seconds over which Mimir's burden is judged, at the least. */
const WINDOW = 120

export interface GateOrder {
  readonly batch: number
  readonly nodes: Map<Node, Planned>
}

export interface GateAnswer {
  readonly events: readonly CampaignEvent[]
  /** What keeps the gate closed. */
  readonly why?: SafeText
}

/** Whether the next batch may begin: the last one is still well, no node lacks too much data, Mimir copes. */
export async function gate(fleet: Fleet, services: RoleServices, order: GateOrder): Promise<GateAnswer> {
  const unwell = await soak(fleet, services, order)
  if (unwell.size > 0) return { events: [{ kind: 'gate-found-unwell', outcomes: unwell }] }
  const obstacle = gapTooLong(fleet, services, order) ?? (await mimirOverburdened(fleet, services))
  const passed = obstacle === undefined
  const why = passed ? undefined : services.context.describe(obstacle)
  await services.context.journal?.write({
    type: 'gate',
    batch: order.batch,
    passed,
    ...(why === undefined ? {} : { why }),
  })
  if (passed) return { events: [{ kind: 'gate-passed' }] }
  // A request to stop ends the wait as well, and is no error of Mimir's.
  if (services.context.interruption.stopping.aborted) return { events: [{ kind: 'stop-requested' }] }
  return { events: [{ kind: 'gate-refused' }], ...(why === undefined ? {} : { why }) }
}

/** Lets the batch run for a while and verifies it once more: what is healthy after a minute may not be after ten. */
async function soak(
  fleet: Fleet,
  services: RoleServices,
  { nodes }: GateOrder,
): Promise<Map<string, FailureKind>> {
  const { context } = services
  const { soak: milliseconds } = fleet.policy
  if (milliseconds === 0 || nodes.size === 0) return new Map()
  context.tell({
    type: 'notice',
    text: context.describe({ kind: 'soaking', seconds: Math.ceil(milliseconds / 1000) }),
  })
  await pause(milliseconds, context.interruption.stopping)
  const well = [...nodes].filter(([{ name }]) => context.roster.report(name).state === 'verified')
  const asProven = well.map(
    ([node, { host, plan, asObserved }]) => [node, { host, plan, asObserved }] as const,
  )
  await verify(fleet, services, new Map(asProven), new Map())
  return new Map(
    well.flatMap(([{ name }]) => {
      const { failure } = context.roster.report(name)
      return failure === undefined || failure.reason === 'aborted'
        ? []
        : [[name, failureKindOf(failure)] as const]
    }),
  )
}

/** Judge what the restarts of the batch cost in data, where there is a limit. */
function gapTooLong(fleet: Fleet, { context }: RoleServices, { nodes }: GateOrder): Progress | undefined {
  const { maxGap } = fleet.policy
  const gaps = [...nodes.keys()].map(({ name }) => [name, context.roster.report(name).gap ?? 0] as const)
  const [longest] = gaps.toSorted(([, a], [, b]) => b - a)
  if (maxGap === undefined || longest === undefined || longest[1] * 1000 <= maxGap) return undefined
  const [node, seconds] = longest
  return { kind: 'gap-too-long', node, seconds: Math.round(seconds), most: maxGap / 1000 }
}

/** A burdened mimir is given time; one that stays overburdened closes the gate. */
async function mimirOverburdened(fleet: Fleet, services: RoleServices): Promise<Progress | undefined> {
  const { context } = services
  const { stopping } = context.interruption
  const until = performance.now() + RECOVERY_DEADLINE
  for (;;) {
    const health = await healthOf(fleet, services)
    if (health.advice === 'go') return undefined
    const progress = progressOf(health)
    if (stopping.aborted || performance.now() >= until) return progress
    context.tell({ type: 'notice', text: context.describe(progress) })
    await pause(health.advice === 'slow' ? SLOW_DOWN : ASK_EVERY, stopping)
    if (health.advice === 'slow') return undefined
  }
}

async function healthOf({ settings }: Fleet, { mimir, context }: RoleServices): Promise<Health> {
  const about = { tenant: settings.tenant, cluster: settings.labels['cluster'] ?? '', window: WINDOW }
  return queryHealth(mimir, about, context.interruption.aborting)
}

function progressOf(health: Exclude<Health, { advice: 'go' }>): Progress {
  if ('queryError' in health) return { kind: 'mimir-troubled', trouble: health.queryError }
  const { sent, retried, failed } = health.rates
  const tried = Math.max(sent, retried + failed)
  return { kind: 'mimir-burdened', percent: Math.round((100 * (retried + failed)) / tried) }
}
