import type { HookMoment } from '../../../src/model/hook.ts'
import type { Node } from '../../../src/model/node.ts'
import type { SafeText } from '../../../src/values/safe-text.ts'
import type { Fleet, Planned, RoleServices } from '../fleet/fleet.ts'
import { batchesOf } from './batches.ts'

/** Nodes that need nothing, and nodes that are to be changed. */
interface Sorted {
  readonly idle: ReadonlyMap<Node, Planned>
  readonly busy: ReadonlyMap<Node, Planned>
}

/** Whether the operator agrees to what was planned; not asked where nothing is to be changed, or the run is to stop. */
export async function isApproved(
  fleet: Fleet,
  { approve, context }: RoleServices,
  { idle, busy }: Sorted,
): Promise<boolean> {
  if (approve === undefined || busy.size === 0 || context.interruption.stopping.aborted) return true
  const names = new Set([...busy.keys()].map(({ name }) => name))
  const batches = batchesOf(fleet, busy, idle).filter(({ nodes }) => nodes.some((name) => names.has(name)))
  return approve({ nodes: names.size, batches: batches.length })
}

/** Whether what was planned may begin: where a hook is against it no node is touched, and each is told why. */
export async function mayBegin({ hooks, context }: RoleServices, { idle, busy }: Sorted): Promise<boolean> {
  if (hooks === undefined || busy.size === 0 || context.interruption.stopping.aborted) return true
  const ran = await hooks.run({ hook: 'before' })
  if (ran.ok) return true
  const told = ran.failure.reason === 'aborted' ? [] : [...idle.keys(), ...busy.keys()]
  for (const { name } of told) context.roster.failed(name, ran.failure)
  return false
}

/** Lets the operator's own tests look at a batch that came to its end; gives what they have against the next one. */
export async function askAfterBatch(
  { hooks, context }: RoleServices,
  { batch, of, nodes }: Omit<Extract<HookMoment, { hook: 'after_batch' }>, 'hook'>,
): Promise<SafeText | undefined> {
  if (hooks === undefined || context.interruption.stopping.aborted) return undefined
  const ran = await hooks.run({ hook: 'after_batch', batch, of, nodes })
  const why = ran.ok || ran.failure.reason === 'aborted' ? undefined : ran.failure
  return why === undefined ? undefined : context.describe({ kind: 'failed', failure: why })
}
