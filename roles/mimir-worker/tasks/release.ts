import { type Result, success } from '../../../src/model/result.ts'
import { type HeldOrder, runHeld } from './held.ts'

/** Give the lease of a node back; well also where that was done before. */
export async function release(order: HeldOrder): Promise<Result<void>> {
  const answer = await runHeld(order, { title: 'release', name: 'release', variables: {} })
  return answer.ok ? success(undefined) : answer
}
