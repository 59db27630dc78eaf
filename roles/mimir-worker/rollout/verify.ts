import type { Host } from '../../../src/model/host.ts'
import type { LeaseRequest } from '../../../src/model/lease-request.ts'
import type { Node } from '../../../src/model/node.ts'
import { type Result, success } from '../../../src/model/result.ts'
import { runPhase } from '../../../src/play/phase.ts'
import { unlimited } from '../../../src/play/pool.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import { deadlineFor, type Proof, windowFor } from '../checks/deadline.ts'
import { round } from '../checks/sending.ts'
import { type VerifyOrder, verify as verifyNode } from '../checks/verify-node.ts'
import type { Fleet, Planned, RoleServices } from '../fleet/fleet.ts'
import { observeWorker } from '../fleet/observe.ts'
import { queryAbsence } from '../mimir/absence.ts'
import { upMetricsOf } from '../mimir/down-services.ts'
import { queryArrival } from '../mimir/grafana-query.ts'
import { sharedCount } from '../mimir/shared-count.ts'
import { sharedArrivalQuery } from '../mimir/shared-query.ts'
import type { Lease } from '../node/lease.ts'
import { confirm } from '../programs/changing/confirm.ts'
import type { HistoryEntry } from '../programs/lease/run-with-lease.ts'
import { exporterLogs } from '../programs/read-only/exporter-logs.ts'
import { workerErrors } from '../programs/read-only/worker-errors.ts'

/** Milliseconds for a node to confirm its generation. */
export const CONFIRM_DEADLINE = 60_000

/** Milliseconds between two rounds of queries to Mimir, for the whole fleet. */
const ASK_EVERY = 2000

/** Verifies every node, check by check. Nodes wait side by side: only observations take a place in the pool. */
export async function verify(
  fleet: Fleet,
  services: RoleServices,
  active: Map<Node, Planned>,
  leases: Map<Host, Lease>,
): Promise<void> {
  const mimirs = watchMimir(fleet, services, () => [...active.values()].map(({ plan }) => plan))
  const starts = new Map<string, number>()
  await runPhase<Planned, void>(
    'verify',
    active,
    async (node, planned, progress) => {
      const checks = await verifyNode({
        ...expected(fleet, services, planned),
        ...mimirs(node.name),
        starts,
        waiting: (names, seconds) => progress({ kind: 'waiting', checks: names, seconds }),
        judged: (results) => services.context.roster.judged(node.name, results),
      })
      if (!checks.ok) return checks
      const stays = await confirmed(fleet, services, planned, leases)
      if (!stays.ok) return stays
      return success({
        value: undefined,
        outcome: 'unchanged',
        progress: { kind: 'proven', checks: checks.value.length },
      })
    },
    { ...services.context, pool: unlimited },
  )
}

/** What is verified stays: only now is the auto-revert removed and the lease released. */
async function confirmed(
  { settings }: Fleet,
  { context, leaseRequest }: RoleServices,
  { host, lease }: Planned,
  leases: Map<Host, Lease>,
): Promise<Result<void>> {
  if (lease === undefined) return success(undefined)
  const order = {
    host,
    settings,
    lease,
    release: true,
    record: recordOf(leaseRequest),
    deadline: CONFIRM_DEADLINE,
  }
  const done = await context.pool(async () => confirm({ ...order, signal: context.interruption.aborting }))
  if (done.ok) leases.delete(host)
  return done
}

/** What a node's history says of who changed it. */
export function recordOf({ holder, reason, revision = safeLine('') }: LeaseRequest): HistoryEntry {
  return { who: holder, reason, revision }
}

type Expectations = Pick<
  VerifyOrder,
  | 'expected'
  | 'first'
  | 'observeAgain'
  | 'workerErrors'
  | 'exporterLogs'
  | 'serviceDown'
  | 'deadline'
  | 'signal'
>

function expected(fleet: Fleet, services: RoleServices, { host, plan, asObserved }: Planned): Expectations {
  const { pool, interruption } = services.context
  const { listen } = plan.vars
  return {
    expected: plan,
    first: asObserved ? plan.facts : undefined,
    observeAgain: async () => pool(async () => observeWorker(fleet, services, host, listen)),
    workerErrors: async (seen) => pool(async () => workerErrors(host, seen, interruption.aborting)),
    exporterLogs: async (containers) =>
      pool(async () => exporterLogs(host, containers, interruption.aborting)),
    serviceDown: fleet.policy.serviceDown,
    deadline: verifyDeadline(fleet, plan),
    signal: interruption.aborting,
  }
}

/** Milliseconds until a node counts as unproven: no sooner than it could have been verified. */
export function verifyDeadline({ deadlines }: Fleet, proof: Proof): number {
  return deadlineFor(proof, deadlines.verify)
}

/** Mimir's answers about these workers; more of them may become known between two queries. */
export function watchMimir(
  { otherTenant }: Fleet,
  { mimir, history, datasource, context }: Pick<RoleServices, 'mimir' | 'history' | 'datasource' | 'context'>,
  workers: () => readonly Proof[],
): (node: string) => Pick<VerifyOrder, 'arrival' | 'completeness' | 'absence'> {
  const signal = context.interruption.aborting
  const query = () => {
    const proofs = workers()
    const jobs = proofs.flatMap(({ vars }) => vars.jobs)
    const metrics = new Map(jobs.map(({ name, sentinel }) => [name, sentinel]))
    const [first] = proofs
    return {
      tenant: first?.vars.tenant ?? '',
      otherTenant,
      cluster: first?.vars.labels['cluster'] ?? '',
      sentinels: [...metrics].map(([job, metric]) => ({ job, metric })),
      upMetrics: upMetricsOf(jobs),
      window: windowFor(proofs),
      round: Math.ceil(Math.max(0, ...proofs.map(round))),
    }
  }
  const arrival = sharedArrivalQuery(
    async () => queryArrival({ mimir, datasource }, query(), signal),
    ASK_EVERY,
  )
  const completeness = sharedCount({ mimir, history, tenant: query, signal })
  return (node) => ({
    arrival: async () => arrival(node),
    completeness,
    absence: async (start) =>
      queryAbsence(mimir, { ...query(), node, start, now: Date.now() / 1000 }, signal),
  })
}
