import type { Host } from '../../../src/model/host.ts'
import type { Activity } from '../../../src/model/progress.ts'
import { type Result, success } from '../../../src/model/result.ts'
import type { Lease } from '../node/lease.ts'
import { activate, autoRevertFrom, type WayBack } from '../programs/changing/activate.ts'
import { confirm } from '../programs/changing/confirm.ts'
import { revert } from '../programs/changing/revert.ts'
import { type LeaseTaking, stage } from '../programs/changing/stage.ts'
import type { HistoryEntry } from '../programs/lease/run-with-lease.ts'
import type { WorkerSettings } from '../worker/vars.ts'

export interface RollBackNodeOrder {
  readonly host: Host
  readonly settings: WorkerSettings
  /** Of a node that was not confirmed yet; one that was has given it back. */
  readonly lease: Lease | undefined
  readonly taking: LeaseTaking
  /** The generation that it ran before; undefined where there was none. */
  readonly previous: string | undefined
  /** How its worker gets to run with that one. */
  readonly back: WayBack
  /** Whether going back ends the queue of the worker, as a restart or another remote write does. */
  readonly endsQueue: boolean
  /** Lets the worker send what it has, before that. */
  readonly drain: () => Promise<void>
  /** Seconds until the node undoes this as well, where this machine dies before it is final. */
  readonly window: number
  readonly record: HistoryEntry
  readonly deadline: number
  readonly signal: AbortSignal
  readonly progress: (act: Activity) => void
}

/**
 * Rolls a node back to what it ran before: by its auto-revert where the activation is not confirmed; else by
 * activating the former generation, which is still on the node, like any other. Gives the generation that it is back
 * on; undefined where there was nothing to go back to.
 */
export async function rollBackNode(order: RollBackNodeOrder): Promise<Result<string | undefined>> {
  const { lease, previous, drain } = order
  if (lease === undefined)
    return previous === undefined ? success(undefined) : activateFormer(order, previous)
  if (order.endsQueue) await drain()
  const back = await revert({ ...order, lease, release: true })
  return back.ok ? success(back.value.to) : back
}

/** It is confirmed at once: a node that was rolled back must not revert that on its own. */
async function activateFormer(order: RollBackNodeOrder, previous: string): Promise<Result<string>> {
  const { taking, back, drain, endsQueue } = order
  const staged = await stage({
    ...order,
    lease: taking,
    generation: { name: previous, files: [] },
    replaces: back === 'replace',
  })
  if (!staged.ok) return staged
  const { lease } = staged.value
  const way = { generation: previous, action: back, back: autoRevertFrom(back) }
  if (endsQueue) await drain()
  const done = await activate({ ...order, ...way, lease })
  if (!done.ok) return done
  const final = await confirm({ ...order, lease, release: true })
  return final.ok ? success(previous) : final
}
