import type { Node } from '../../../src/model/node.ts'
import type { ImageChoice, Rollout } from '../../../src/model/report.ts'
import { defined } from '../../../src/values/defined.ts'
import type { Fleet, Planned, RoleServices } from '../fleet/fleet.ts'
import { type HeldLeases, withLeases } from '../fleet/leases.ts'
import { type Observed, observe } from '../fleet/observe.ts'
import { pinImage, type RegistryAnswer } from '../fleet/pin-image.ts'
import { withHosts } from '../fleet/with-hosts.ts'
import { isPinned } from '../worker/image.ts'
import { runCampaign } from './campaign-runner.ts'
import { isApproved, mayBegin } from './hooks.ts'
import { decide, isStale } from './plan.ts'
import { planRollback } from './plan-rollback.ts'
import { preview } from './preview.ts'
import { stage } from './stage.ts'
import { verify } from './verify.ts'

/**
 * The flow: observe all nodes, decide for all of them, bring files and images to those that need them, and only then
 * activate and verify, batch by batch. However it ends, every lease is released and every connection is closed.
 */
export async function runRollout(requested: Fleet, services: RoleServices): Promise<Rollout | undefined> {
  return withHosts(async (hosts) =>
    withLeases(requested, services, async (held) => {
      const asked = askRegistry(requested, services)
      const observed = await observe(requested, services, hosts)
      const decided = await decideAbout(requested, services, observed, await asked)
      if (decided === undefined) return undefined
      const rollout = await runPhases(decided, services, held)
      return rollout && { ...rollout, ...defined({ image: decided.image }) }
    }),
  )
}

/** What the registry has under the image's name, while the nodes are observed; only where that may decide something. */
async function askRegistry(fleet: Fleet, { registry, context }: RoleServices): Promise<RegistryAnswer> {
  const { settings, phases, rollbackTo } = fleet
  const isNeeded = rollbackTo === undefined && (phases.includes('stage') || !phases.includes('verify'))
  if (!isNeeded || isPinned(settings.image)) return undefined
  return registry?.(settings.image, context.interruption.aborting)
}

/** The phases after the decision. Undefined where no batch began. */
async function runPhases(
  { fleet, planned }: Decided,
  services: RoleServices,
  held: HeldLeases,
): Promise<Rollout | undefined> {
  if (isStale(fleet, services, planned)) return undefined
  const { leases } = held
  const { unchanged, changing } = sort(planned)
  if (!fleet.phases.includes('activate')) {
    if (!fleet.phases.includes('verify')) return preview(fleet, services, { unchanged, changing })
    await verify(fleet, services, new Map([...unchanged, ...changing]), leases)
    return undefined
  }
  if (!(await isApproved(fleet, services, { unchanged, changing }))) return undefined
  if (!(await mayBegin(services, { unchanged, changing }))) return undefined
  const staged = await stage(fleet, services, changing, held)
  if (staged === undefined) return undefined
  const rollout = await runCampaign(fleet, services, { unchanged, staged, leases })
  if (unchanged.size > 0) await verify(fleet, services, unchanged, leases)
  return rollout
}

interface Decided {
  readonly image?: ImageChoice
  readonly fleet: Fleet
  readonly planned: Map<Node, Planned>
}

/** The fleet with its image pinned, and what is to become of each node; undefined where the image is not to be had. */
async function decideAbout(
  fleet: Fleet,
  services: RoleServices,
  observed: Map<Node, Observed>,
  registry: RegistryAnswer,
): Promise<Decided | undefined> {
  if (fleet.rollbackTo !== undefined) return { fleet, planned: await planRollback(fleet, services, observed) }
  const pinned = await pinImage(fleet, services, observed, registry)
  if (pinned.ok) return { ...pinned.value, planned: await decide(pinned.value.fleet, services, observed) }
  for (const { name } of observed.keys()) services.context.roster.failed(name, pinned.failure)
  return undefined
}

/** Nodes that need nothing pass beside the phases that change things. */
function sort(planned: Map<Node, Planned>): { unchanged: Map<Node, Planned>; changing: Map<Node, Planned> } {
  const sorted = { unchanged: new Map<Node, Planned>(), changing: new Map<Node, Planned>() }
  for (const [node, input] of planned)
    sorted[input.plan.decision.verdict === 'noop' ? 'unchanged' : 'changing'].set(node, input)
  return sorted
}
