import type { Node } from '../../../src/model/node.ts'
import type { Rollout } from '../../../src/model/report.ts'
import { type Result, success } from '../../../src/model/result.ts'
import { allowance } from '../../../src/play/batches.ts'
import { defined } from '../../../src/values/defined.ts'
import { adoptionOn } from '../drift/adoption.ts'
import { changesOf, needsTexts } from '../drift/file-changes.ts'
import type { Fleet, Planned, RoleServices } from '../fleet/fleet.ts'
import type { FoundTexts } from '../generation/texts.ts'
import { pinnedOf } from '../plan/stale-plan.ts'
import { readTexts } from '../programs/read-only/read-generation.ts'
import { batchesOf, batchReasons, reportBatch } from './batches.ts'

/** What would become of the nodes that need something, and in which batches. Nothing is written anywhere. */
export async function preview(
  fleet: Fleet,
  services: RoleServices,
  {
    unchanged,
    changing,
  }: { readonly unchanged: ReadonlyMap<Node, Planned>; readonly changing: ReadonlyMap<Node, Planned> },
): Promise<Rollout> {
  const { roster, pool } = services.context
  for (const [{ name }, { plan }] of unchanged) roster.previewed(name, { pinned: pinnedOf(plan) })
  await Promise.all(
    [...changing].map(async ([node, planned]) =>
      pool(async () => previewNode(fleet, services, node, planned)),
    ),
  )
  const lost = new Set(
    fleet.nodes.filter(({ name }) => roster.report(name).failure !== undefined).map(({ name }) => name),
  )
  const able = new Map([...changing].filter(([{ name }]) => !lost.has(name)))
  const batches = batchesOf(fleet, able)
  return {
    batches: batches.map((batch) => reportBatch(batch, 'not-started')),
    ...defined({ order: batchReasons(fleet, able, batches) }),
    failures: { allowed: allowance(fleet.policy.maxFailures, fleet.nodes.length), count: lost.size },
    ending: batches.length === 0 ? 'nothing-to-do' : 'planned',
  }
}

async function previewNode(
  fleet: Fleet,
  services: RoleServices,
  node: Node,
  planned: Planned,
): Promise<void> {
  const { name } = node
  const { roster, interruption } = services.context
  // Where a generation is on the node already, nothing is written: the reasons say what it takes.
  if (interruption.stopping.aborted || planned.plan.rendered === undefined) return
  const found = await textsOn(fleet, services, planned)
  if (!found.ok) roster.failed(name, found.failure)
  const changes = changesOf(planned.plan, found.ok ? found.value : undefined)
  const pinned = pinnedOf(planned.plan)
  const adoption = adoptionOn(node, planned.plan, found.ok ? found.value : undefined, fleet.written.worker)
  roster.previewed(name, { pinned, ...defined({ changes, adoption }) })
}

/** A generation that `current` names and that is not there has no texts, which is no failure of the node's. */
async function textsOn(
  { settings, deadlines }: Fleet,
  { context }: RoleServices,
  { host, plan }: Planned,
): Promise<Result<FoundTexts | undefined>> {
  const generation = plan.facts.files.current
  if (generation === undefined || !needsTexts(plan)) return success(undefined)
  const read = await readTexts({
    host,
    settings,
    generation,
    deadline: deadlines.observe,
    signal: context.interruption.aborting,
  })
  return read.ok || read.failure.reason !== 'generation-missing' ? read : success(undefined)
}
