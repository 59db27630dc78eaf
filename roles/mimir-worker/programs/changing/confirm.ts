import { type Result, success } from '../../../../src/model/result.ts'
import { oneField } from '../../node/lease.ts'
import { type HistoryEntry, type LeasedOrder, runWithLease } from '../lease/run-with-lease.ts'

/** How many generations stay on a node; the current and the previous one always do. */
const KEPT_GENERATIONS = 5

export interface ConfirmOrder extends LeasedOrder {
  /** Whether the lease is released with it. */
  readonly release: boolean
  readonly record: HistoryEntry
}

/** The current generation is verified: the node no longer reverts it. */
export async function confirm(order: ConfirmOrder): Promise<Result<void>> {
  return stay(order, 'confirmed')
}

/** The current generation is not verified, and the node keeps it all the same. */
export async function keep(order: ConfirmOrder): Promise<Result<void>> {
  return stay(order, 'kept')
}

async function stay(order: ConfirmOrder, how: 'confirmed' | 'kept'): Promise<Result<void>> {
  const { release, record } = order
  const answer = await runWithLease(order, {
    title: how === 'kept' ? 'keep' : 'confirm',
    name: 'confirm',
    variables: {
      ...historyOf(record),
      HOW: how,
      RELEASE: release ? 'yes' : 'no',
      KEEP: String(KEPT_GENERATIONS),
    },
  })
  return answer.ok ? success(undefined) : answer
}

/** One field each, of a line of the node's history. */
export function historyOf({ who, reason, revision }: HistoryEntry): Readonly<Record<string, string>> {
  return { WHO: oneField(who), WHY: oneField(reason), REVISION: oneField(revision) }
}
