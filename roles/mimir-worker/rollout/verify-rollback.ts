import type { Node } from '../../../src/model/node.ts'
import type { Progress } from '../../../src/model/progress.ts'
import { failed, type Result, success } from '../../../src/model/result.ts'
import type { Proof } from '../checks/deadline.ts'
import { verify } from '../checks/verify-node.ts'
import type { Fleet, Planned, RoleServices } from '../fleet/fleet.ts'
import { observeWorker } from '../fleet/observe.ts'
import { exporterLogs } from '../programs/read-only/exporter-logs.ts'
import { readExpectation } from '../programs/read-only/read-generation.ts'
import { workerErrors } from '../programs/read-only/worker-errors.ts'
import { verifyDeadline, watchMimir } from './verify.ts'

/** Verifies that a node runs a generation that is on it, and that its metrics arrive. */
export type VerifyRollback = (
  node: Node,
  planned: Planned,
  generation: string,
  progress: (progress: Progress) => void,
) => Promise<Result<void>>

/**
 * The chain of proof for generations that this run did not render: what each has to show is read from its own record
 * on the node. The nodes share their questions to Mimir.
 */
export function rollbackVerifier(fleet: Fleet, services: RoleServices): VerifyRollback {
  const recalled: Proof[] = []
  const starts = new Map<string, number>()
  const mimirs = watchMimir(fleet, services, () => recalled)
  const { pool, interruption } = services.context
  const signal = interruption.aborting
  return async ({ name }, { host }, generation, progress) => {
    const { settings, deadlines } = fleet
    const deadline = deadlines.observe
    const found = await pool(async () => readExpectation({ host, settings, generation, deadline, signal }))
    if (!found.ok) return found
    const expected = found.value
    if (expected === undefined) return failed({ reason: 'no-record', generation })
    recalled.push(expected)
    const { listen } = expected.vars
    const checks = await verify({
      expected,
      first: undefined,
      observeAgain: async () => pool(async () => observeWorker(fleet, services, host, listen)),
      workerErrors: async (seen) => pool(async () => workerErrors(host, seen, signal)),
      exporterLogs: async (containers) => pool(async () => exporterLogs(host, containers, signal)),
      // A service that is down is no fault of what a node is rolled back to.
      serviceDown: 'warning',
      deadline: verifyDeadline(fleet, expected),
      signal,
      ...mimirs(name),
      starts,
      waiting: (names, seconds) => progress({ kind: 'waiting', checks: names, seconds }),
      judged: () => undefined,
    })
    return checks.ok ? success(undefined) : checks
  }
}
