import type { Node } from '../../../src/model/node.ts'
import type { Progress } from '../../../src/model/progress.ts'
import type { CampaignEvent } from '../../../src/play/campaign.ts'
import { pause } from '../../../src/play/interruption.ts'
import type { FailureKind } from '../../../src/play/node-outcome.ts'
import { failureKindOf } from '../../../src/play/node-outcome.ts'
import type { SafeText } from '../../../src/values/safe-text.ts'
import type { Fleet, Planned, RoleServices } from '../fleet/fleet.ts'
import { askHealth, type Health } from '../mimir/write-health.ts'
import { verify } from './verify.ts'

/** Milliseconds between two questions whether an overburdened mimir has recovered, and after which it has not. */
const ASK_EVERY = 10_000
const PATIENCE = 300_000

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
export async function gate(fleet: Fleet, means: RoleServices, order: GateOrder): Promise<GateAnswer> {
  const unwell = await soak(fleet, means, order)
  if (unwell.size > 0) return { events: [{ kind: 'gate-found-unwell', outcomes: unwell }] }
  const obstacle = gapTooLong(fleet, means, order) ?? (await mimirOverburdened(fleet, means))
  const passed = obstacle === undefined
  const why = passed ? undefined : means.context.describe(obstacle)
  await means.context.journal?.write({
    type: 'gate',
    batch: order.batch,
    passed,
    ...(why === undefined ? {} : { why }),
  })
  if (passed) return { events: [{ kind: 'gate-passed' }] }
  // A wish to stop ends the wait as well, and is no refusal of Mimir's.
  if (means.context.interruption.stopping.aborted) return { events: [{ kind: 'stop-requested' }] }
  return { events: [{ kind: 'gate-refused' }], ...(why === undefined ? {} : { why }) }
}

/** Let the batch run for a while, and look at it once more: what is well after a minute may not be after ten. */
async function soak(
  fleet: Fleet,
  means: RoleServices,
  { nodes }: GateOrder,
): Promise<Map<string, FailureKind>> {
  const { context } = means
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
  await verify(fleet, means, new Map(asProven), new Map())
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
  const [longest] = gaps.toSorted(([, one], [, other]) => other - one)
  if (maxGap === undefined || longest === undefined || longest[1] * 1000 <= maxGap) return undefined
  const [node, seconds] = longest
  return { kind: 'gap-too-long', node, seconds: Math.round(seconds), most: maxGap / 1000 }
}

/** A burdened mimir is given time; one that stays overburdened closes the gate. */
async function mimirOverburdened(fleet: Fleet, means: RoleServices): Promise<Progress | undefined> {
  const { context } = means
  const { stopping } = context.interruption
  const until = performance.now() + PATIENCE
  for (;;) {
    const health = await healthOf(fleet, means)
    if (health.advice === 'go') return undefined
    const progress = newsOf(health)
    if (stopping.aborted || performance.now() >= until) return progress
    context.tell({ type: 'notice', text: context.describe(progress) })
    await pause(health.advice === 'slow' ? SLOW_DOWN : ASK_EVERY, stopping)
    if (health.advice === 'slow') return undefined
  }
}

async function healthOf({ settings }: Fleet, { mimir, context }: RoleServices): Promise<Health> {
  const about = { tenant: settings.tenant, cluster: settings.labels['cluster'] ?? '', window: WINDOW }
  return askHealth(mimir, about, context.interruption.aborting)
}

function newsOf(health: Exclude<Health, { advice: 'go' }>): Progress {
  if ('trouble' in health) return { kind: 'mimir-troubled', trouble: health.trouble }
  const { sent, retried, failed } = health.rates
  const tried = Math.max(sent, retried + failed)
  return { kind: 'mimir-burdened', percent: Math.round((100 * (retried + failed)) / tried) }
}
