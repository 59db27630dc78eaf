import { type Result, success } from '../../../src/model/result.ts'
import { oneField } from '../lease.ts'
import { type HeldOrder, type HistoryEntry, runHeld } from './held.ts'

/** How many generations stay on a node; the current and the previous one always do. */
const KEPT_GENERATIONS = 5

export interface ConfirmOrder extends HeldOrder {
  /** Whether the lease is given back with it. */
  readonly release: boolean
  readonly record: HistoryEntry
}

/** The current generation is proven: the node does not go back from it any more. */
export async function confirm(order: ConfirmOrder): Promise<Result<void>> {
  const { release, record } = order
  const variables = { ...historyOf(record), RELEASE: release ? 'yes' : 'no', KEEP: String(KEPT_GENERATIONS) }
  const answer = await runHeld(order, { title: 'confirm', name: 'confirm', variables })
  return answer.ok ? success(undefined) : answer
}

/** One field each, of a line of the node's history. */
export function historyOf({ who, reason, revision }: HistoryEntry): Readonly<Record<string, string>> {
  return { WHO: oneField(who), WHY: oneField(reason), REVISION: oneField(revision) }
}
