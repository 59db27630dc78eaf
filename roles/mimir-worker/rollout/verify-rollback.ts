import type { Node } from '../../../src/model/node.ts'
import type { Progress } from '../../../src/model/progress.ts'
import { failed, type Result, success } from '../../../src/model/result.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import type { Proof } from '../checks/deadline.ts'
import { verify } from '../checks/verify-node.ts'
import type { Fleet, Planned, RoleServices, Stores } from '../fleet/fleet.ts'
import { observeWorker } from '../fleet/observe.ts'
import { exporterLogs } from '../programs/read-only/exporter-logs.ts'
import { readExpectation } from '../programs/read-only/read-generation.ts'
import { workerErrors } from '../programs/read-only/worker-errors.ts'
import type { ProvenVars } from '../worker/vars.ts'
import { verifyDeadline, watchMimir } from './verify.ts'

/** How far the chain went: the whole of it, or all but the arrival at that push URL. */
export interface RollbackProof {
  readonly unchecked?: string
}

/** Verifies that a node runs a generation that is on it, and that its metrics arrive. */
export type VerifyRollback = (
  node: Node,
  planned: Planned,
  generation: string,
  progress: (progress: Progress) => void,
) => Promise<Result<RollbackProof>>

/**
 * The chain of proof for generations that this run did not render: what each has to show is read from its own record
 * on the node, and Mimir is asked where that one sends. Nodes that send to the same place share their questions.
 */
export function rollbackVerifier(fleet: Fleet, services: RoleServices): VerifyRollback {
  const routes = new Map<string, Route>()
  const starts = new Map<string, number>()
  const { pool, interruption } = services.context
  const signal = interruption.aborting
  return async ({ name }, { host }, generation, progress) => {
    const { settings, deadlines } = fleet
    const deadline = deadlines.observe
    const found = await pool(async () => readExpectation({ host, settings, generation, deadline, signal }))
    if (!found.ok) return found
    const expected = found.value
    if (expected === undefined) return failed({ reason: 'no-record', generation })
    const { listen, pushUrl } = expected.vars
    const { elsewhere, proofs, mimirs } = routeOf(expected.vars, routes, fleet, services)
    proofs.push(expected)
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
      elsewhere,
      starts,
      waiting: (names, seconds) => progress({ kind: 'waiting', checks: names, seconds }),
      judged: () => undefined,
    })
    if (!checks.ok) return checks
    return success(checks.value.some(({ check }) => check === 'arrival') ? {} : { unchecked: pushUrl })
  }
}

/** A place that generations send to, and those of this run that do. */
interface Route {
  /** It is not the manifest's. */
  readonly elsewhere: boolean
  readonly proofs: Proof[]
  readonly mimirs: ReturnType<typeof watchMimir>
}

/** What a record says of where it sends concerns the nodes that say the same, and no other. */
function routeOf(
  { pushUrl, tenant, labels }: ProvenVars,
  routes: Map<string, Route>,
  fleet: Fleet,
  services: RoleServices,
): Route {
  const key = JSON.stringify([pushUrl, tenant, labels['cluster']])
  const known = routes.get(key)
  if (known !== undefined) return known
  const proofs: Proof[] = []
  const elsewhere = !isSameServer(pushUrl, fleet.settings.pushUrl)
  const there = elsewhere ? withStores(services, pushUrl) : services
  const route = { elsewhere, proofs, mimirs: watchMimir(fleet, there, () => proofs) }
  routes.set(key, route)
  return route
}

function isSameServer(one: string, other: string): boolean {
  if (one === other) return true
  return URL.canParse(one) && new URL(one).origin === new URL(other).origin
}

/** Grafana is asked about the manifest's Mimir only. */
function withStores(
  { context, mimirAt }: RoleServices,
  pushUrl: string,
): Stores & Pick<RoleServices, 'context'> {
  return { context, ...(mimirAt?.(pushUrl) ?? unknownStores(pushUrl)) }
}

function unknownStores(url: string): Stores {
  const evidence = safeLine('its query address is not known')
  const unknown = async () => Promise.resolve(failed({ kind: 'mimir-silent', url, evidence } as const))
  return { mimir: unknown, history: unknown }
}
