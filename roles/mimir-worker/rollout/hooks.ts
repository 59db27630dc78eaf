import type { HookMoment } from '../../../src/model/hook.ts'
import type { Node } from '../../../src/model/node.ts'
import type { SafeText } from '../../../src/values/safe-text.ts'
import type { Fleet, Planned, RoleServices } from '../fleet/fleet.ts'
import { batchesOf } from './batches.ts'

/** Nodes that need nothing, and nodes that are to be changed. */
interface Sorted {
  readonly unchanged: ReadonlyMap<Node, Planned>
  readonly changing: ReadonlyMap<Node, Planned>
}

/** Whether the operator agrees to what was planned; not asked where nothing is to be changed, or the run is to stop. */
export async function isApproved(
  fleet: Fleet,
  { approve, context }: RoleServices,
  { unchanged, changing }: Sorted,
): Promise<boolean> {
  if (approve === undefined || changing.size === 0 || context.interruption.stopping.aborted) return true
  const names = new Set([...changing.keys()].map(({ name }) => name))
  const batches = batchesOf(fleet, changing, unchanged).filter(({ nodes }) =>
    nodes.some((name) => names.has(name)),
  )
  return approve({ nodes: names.size, batches: batches.length })
}

/** Whether the rollout may begin: where a hook refuses, no node is touched and each reports why. */
export async function mayBegin(
  { hooks, context }: RoleServices,
  { unchanged, changing }: Sorted,
): Promise<boolean> {
  if (hooks === undefined || changing.size === 0 || context.interruption.stopping.aborted) return true
  const ran = await hooks.run({ hook: 'before' })
  if (ran.ok) return true
  const failing = ran.failure.reason === 'aborted' ? [] : [...unchanged.keys(), ...changing.keys()]
  for (const { name } of failing) context.roster.failed(name, ran.failure)
  return false
}

/** Runs the operator's hook after a batch; gives its reason where the next batch must not begin. */
export async function runAfterBatchHook(
  { hooks, context }: RoleServices,
  { batch, of, nodes }: Omit<Extract<HookMoment, { hook: 'after_batch' }>, 'hook'>,
): Promise<SafeText | undefined> {
  if (hooks === undefined || context.interruption.stopping.aborted) return undefined
  const ran = await hooks.run({ hook: 'after_batch', batch, of, nodes })
  const why = ran.ok || ran.failure.reason === 'aborted' ? undefined : ran.failure
  return why === undefined ? undefined : context.describe({ kind: 'failed', failure: why })
}
