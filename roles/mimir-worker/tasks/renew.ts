import { type Result, success } from '../../../src/model/result.ts'
import { type HeldOrder, runHeld } from './held.ts'

/** Keep the lease of a node that waits for its turn. */
export async function renew(order: HeldOrder): Promise<Result<void>> {
  const answer = await runHeld(order, { title: 'renew', name: 'renew', variables: {} })
  return answer.ok ? success(undefined) : answer
}
