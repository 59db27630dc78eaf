import type { Host } from '../../src/model/host.ts'
import type { Fleet, Means } from './fleet.ts'
import { LEASE_SECONDS, type Lease } from './lease.ts'
import { renew } from './tasks/renew.ts'

/** Milliseconds between two renewals: two may fail before a lease expires. */
const EVERY = (LEASE_SECONDS * 1000) / 3

/** Milliseconds for one node to renew. */
const DEADLINE = 20_000

/**
 * Renews the leases of nodes that wait, until the function that it gives is called. What becomes of a renewal is not
 * looked at: a lease that was lost is found out by whatever wants to change the node next.
 */
export function keepLeases(
  { settings }: Fleet,
  { stage }: Means,
  leases: ReadonlyMap<Host, Lease>,
): () => void {
  const signal = stage.interruption.aborting
  const one = async (host: Host, lease: Lease): Promise<unknown> =>
    stage.pool(async () => renew({ host, settings, lease, deadline: DEADLINE, signal }))
  const timer = setInterval(() => {
    for (const [host, lease] of leases) void one(host, lease)
  }, EVERY)
  timer.unref()
  return () => clearInterval(timer)
}
