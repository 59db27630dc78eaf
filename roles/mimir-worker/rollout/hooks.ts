import type { HookMoment } from '../../../src/model/hook.ts'
import type { Node } from '../../../src/model/node.ts'
import type { SafeText } from '../../../src/values/safe-text.ts'
import type { Planned, RoleServices } from '../fleet/fleet.ts'

/** Whether the rollout may begin: where a hook refuses, no node is touched and each reports why. */
export async function mayBegin(
  { hooks, context }: RoleServices,
  {
    unchanged,
    changing,
  }: { readonly unchanged: ReadonlyMap<Node, Planned>; readonly changing: ReadonlyMap<Node, Planned> },
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
