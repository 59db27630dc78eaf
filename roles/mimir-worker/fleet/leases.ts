import type { Failure } from '../../../src/model/failure.ts'
import type { Host } from '../../../src/model/host.ts'
import { LEASE_SECONDS, type Lease } from '../node/lease.ts'
import { releaseLease, releaseUnknownLease, renewLease } from '../programs/lease/lease.ts'
import type { Fleet, RoleServices } from './fleet.ts'

/** What a run holds on the nodes. */
export interface HeldLeases {
  readonly leases: Map<Host, Lease>
  /** Nodes whose lease may have been taken: the program that takes it did not reach its end. */
  readonly doubtful: Set<Host>
}

/** Does work that takes leases: they are renewed meanwhile, and those that are still held at its end are released. */
export async function withLeases<T>(
  fleet: Fleet,
  services: RoleServices,
  work: (held: HeldLeases) => Promise<T>,
): Promise<T> {
  const held: HeldLeases = { leases: new Map(), doubtful: new Set() }
  const stopRenewing = renewLeases(fleet, services, held.leases)
  try {
    return await work(held)
  } finally {
    stopRenewing()
    await releaseLeases(fleet, services, held)
  }
}

/** Failures after which a node may have taken the lease without reporting it. */
const UNTOLD: readonly Failure['reason'][] = [
  'aborted',
  'connection-lost',
  'deadline',
  'not-started',
  'no-exit-status',
  'killed',
  'command-failed',
  'unreadable-answer',
  'internal',
]

/** A program that was to take the lease of a node failed. */
export function noteDoubtful({ doubtful }: HeldLeases, host: Host, { reason }: Failure): void {
  if (UNTOLD.includes(reason)) doubtful.add(host)
}

/** Milliseconds for a node to release its lease: an operator who interrupts a run does not wait for a node that hangs. */
const RELEASE_DEADLINE = 5000

/** Also after an interruption: the next run does not have to wait for a run that is over. */
async function releaseLeases(
  { settings }: Fleet,
  { context: { pool }, leaseRequest: { run } }: RoleServices,
  { leases, doubtful }: HeldLeases,
): Promise<void> {
  const { signal } = new AbortController()
  const order = { settings, deadline: RELEASE_DEADLINE, signal }
  await Promise.all([
    ...[...leases].map(async ([host, lease]) => pool(async () => releaseLease({ ...order, host, lease }))),
    ...[...doubtful].map(async (host) => pool(async () => releaseUnknownLease({ ...order, host, run }))),
  ])
}

/** Milliseconds between two renewals: two may fail before a lease expires. */
const RENEW_EVERY = (LEASE_SECONDS * 1000) / 3

/** Milliseconds for one node to renew. */
const RENEW_DEADLINE = 20_000

/**
 * Renews the leases of nodes that wait, until the function that it gives is called. The result of a renewal is not
 * used: a lease that was lost is noticed by the next program that changes the node.
 */
function renewLeases(
  { settings }: Fleet,
  { context }: RoleServices,
  leases: ReadonlyMap<Host, Lease>,
): () => void {
  const signal = context.interruption.aborting
  const renew = async (host: Host, lease: Lease): Promise<unknown> =>
    context.pool(async () => renewLease({ host, settings, lease, deadline: RENEW_DEADLINE, signal }))
  const timer = setInterval(() => {
    for (const [host, lease] of leases) void renew(host, lease)
  }, RENEW_EVERY)
  timer.unref()
  return () => clearInterval(timer)
}
