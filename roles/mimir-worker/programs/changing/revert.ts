import { type Result, success } from '../../../../src/model/result.ts'
import { type HistoryEntry, type LeasedOrder, runWithLease } from '../lease/run-with-lease.ts'
import { historyOf } from './confirm.ts'

export interface RevertOrder extends LeasedOrder {
  /** Whether the lease is released with it. */
  readonly release: boolean
  readonly record: HistoryEntry
}

export interface Reverted {
  /** Name of the generation that runs again; undefined where there was nothing to revert. */
  readonly to: string | undefined
  readonly changed: readonly string[]
}

/** Back to the generation before the activation that was not confirmed, as its timer would do it. */
export async function revert(order: RevertOrder): Promise<Result<Reverted>> {
  const variables = { ...historyOf(order.record), RELEASE: order.release ? 'yes' : 'no' }
  const answer = await runWithLease(order, { title: 'revert', name: 'revert', variables })
  if (!answer.ok) return answer
  const { facts, changed } = answer.value
  return success({ to: facts.get('returned')?.value || undefined, changed })
}
