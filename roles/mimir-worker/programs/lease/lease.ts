import { type Result, success } from '../../../../src/model/result.ts'
import { type LeasedOrder, runWithLease } from './run-with-lease.ts'

/** Renews the lease of a node that waits for its batch. */
export async function renewLease(order: LeasedOrder): Promise<Result<void>> {
  const answer = await runWithLease(order, { title: 'renew-lease', name: 'renew-lease', variables: {} })
  return answer.ok ? success(undefined) : answer
}

/** Releases the lease of a node; succeeds also where it is released already. */
export async function releaseLease(order: LeasedOrder): Promise<Result<void>> {
  const answer = await runWithLease(order, { title: 'release-lease', name: 'release-lease', variables: {} })
  return answer.ok ? success(undefined) : answer
}

/** Releases any lease that a run has on a node, where its token is not known. */
export async function releaseUnknownLease(
  order: Omit<LeasedOrder, 'lease'> & { readonly run: string },
): Promise<Result<void>> {
  const lease = { run: order.run, token: 0 }
  const answer = await runWithLease(
    { ...order, lease },
    { title: 'release-lease', name: 'release-lease', variables: { TOKEN: '' } },
  )
  return answer.ok ? success(undefined) : answer
}
