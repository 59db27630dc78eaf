import type { Node } from '../../../src/model/node.ts'
import type { Fleet, Planned, RoleServices } from '../fleet/fleet.ts'
import { gapQuery, gapsIn } from '../mimir/gap.ts'

/** Age in seconds up to which a gap counts for this batch. */
const LOOK_BACK = 1800

/** What restarts cost in data, as Mimir has it, goes into the report: of nodes whose worker was replaced and proven. */
export async function measureGaps(
  { settings }: Fleet,
  { history, context }: RoleServices,
  nodes: ReadonlyMap<Node, Planned>,
): Promise<void> {
  const replaced = [...nodes]
    .filter(([, { plan }]) => plan.decision.verdict !== 'reload' && plan.facts.container !== undefined)
    .map(([{ name }]) => name)
    .filter((name) => context.roster.report(name).state === 'verified')
  if (replaced.length === 0) return
  const query = gapQuery(settings.labels['cluster'] ?? '', replaced, LOOK_BACK)
  const tracks = await history(settings.tenant, query, context.interruption.aborting)
  if (tracks.ok) for (const [node, gap] of gapsIn(tracks.value)) context.roster.missed(node, gap)
}
