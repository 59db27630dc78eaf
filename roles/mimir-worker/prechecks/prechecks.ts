import type { MimirLimits } from '../../../src/mimir/limits.ts'
import type { Host } from '../../../src/model/host.ts'
import type { Node } from '../../../src/model/node.ts'
import type { PrecheckResult } from '../../../src/model/precheck.ts'
import { type Result, success } from '../../../src/model/result.ts'
import { type PhaseStep, runPhase } from '../../../src/play/phase.ts'
import type { Prechecked } from '../../../src/play/role.ts'
import type { Expectation } from '../exporters/jobs.ts'
import type { Fleet, RoleServices } from '../fleet/fleet.ts'
import { firstObservation, observeOrder } from '../fleet/observe.ts'
import { withHosts } from '../fleet/with-hosts.ts'
import { apiAddress } from '../plan/api-address.ts'
import { observeNode } from '../programs/read-only/observe.ts'
import type { WorkerSettings } from '../worker/vars.ts'
import { exporterProbes } from './exporter-probes.ts'
import { inspect } from './inspect.ts'
import { judge } from './judge.ts'
import { type Demand, demandsOf, limitsPrecheck } from './limits.ts'
import { nothingToReadBack, readBack, SERIES } from './read-back.ts'
import type { ExporterSample } from './sample.ts'

export interface PrecheckOrder {
  readonly fleet: Fleet
  /** Node → Kolla's containers that must run there. */
  readonly required: ReadonlyMap<string, readonly string[]>
}

/** What prechecks work with. */
export interface PrecheckServices extends RoleServices {
  readonly limits: MimirLimits
}

interface Judged {
  readonly results: readonly PrecheckResult[]
  readonly sample: ExporterSample
  readonly demands: readonly Demand[]
}

/** Looks at every node twice and changes nothing there, then asks Mimir for what the nodes pushed. */
export async function runPrechecks(order: PrecheckOrder, services: PrecheckServices): Promise<Prechecked> {
  const { fleet } = order
  return withHosts(async (hosts) => {
    const expected = new Map(fleet.expectations.map((expectation) => [expectation.node, expectation]))
    const inputs = new Map(fleet.nodes.map((node) => [node, expected.get(node.name)]))
    const { tenant } = fleet.settings
    const limits = await services.limits(tenant, services.context.interruption.aborting)
    const judged = await runPhase(
      'observe',
      inputs,
      observeAndInspect({ ...order, counting: limits.ok }, services, hosts),
      services.context,
    )
    const demands = [...judged.values()].flatMap((node) => node.demands)
    const found = await withReadBack(judged, fleet, services)
    const allowed = limitsPrecheck(tenant, demands, limits)
    return new Map([...found].map(([node, results]) => [node, [...results, allowed]]))
  })
}

interface InspectionOrder extends PrecheckOrder {
  /** Whether the tenant has known limits, against which the series are counted. */
  readonly counting: boolean
}

function observeAndInspect(
  order: InspectionOrder,
  services: RoleServices,
  hosts: Host[],
): PhaseStep<Expectation | undefined, Judged> {
  return async (node, expectation, progress) => {
    if (expectation === undefined) throw new Error(`nothing is expected of ${node.name}`)
    progress({ kind: 'connecting' })
    const host = await services.connect(node)
    if (!host.ok) return host
    hosts.push(host.value)
    progress({ kind: 'looking' })
    const judged = await inspectNode(order, services, { node, expectation, host: host.value })
    if (!judged.ok) return judged
    const failures = judged.value.results.filter(({ state }) => state === 'failed').length
    return success({
      value: judged.value,
      outcome: 'unchanged',
      progress: { kind: 'prechecked', checks: judged.value.results.length, failed: failures },
    })
  }
}

interface ConnectedNode {
  readonly node: Node
  readonly expectation: Expectation
  readonly host: Host
}

/** First the observation of every rollout, which finds where each exporter listens; then what only prechecks inspect. */
async function inspectNode(
  order: InspectionOrder,
  services: RoleServices,
  connected: ConnectedNode,
): Promise<Result<Judged>> {
  const { fleet, required } = order
  const { node, expectation, host } = connected
  const { settings } = fleet
  const facts = await observeNode({
    ...observeOrder(fleet, services, host),
    ...firstObservation(expectation, fleet),
  })
  if (!facts.ok) return facts
  const address = apiAddress(expectation, facts.value)
  const probes = address.ok ? exporterProbes(expectation.exporters, address.value, facts.value, settings) : []
  const sample = sampleOf(node.name, settings)
  const requiredHere = required.get(node.name) ?? []
  const inspection = await inspect({
    host,
    settings,
    probes,
    containers: requiredHere,
    counting: order.counting,
    sample,
    deadline: fleet.deadlines.verify,
    signal: services.context.interruption.aborting,
  })
  if (!inspection.ok) return inspection
  const inspected = {
    facts: facts.value,
    inspection: inspection.value,
    address,
    probes,
    required: requiredHere,
  }
  const results = judge({ ...inspected, login: loginOf(node) }, settings)
  return success({ results, sample, demands: demandsOf(probes, inspection.value) })
}

/** Marked as what it is, beside the labels that the worker itself would send, so that it meets the same limits. */
function sampleOf(node: string, { labels }: WorkerSettings): ExporterSample {
  const at = Date.now()
  return { labels: { ...labels, __name__: SERIES, node }, value: at / 1000, at }
}

function loginOf({ reach }: Node): string {
  if (reach.transport === 'local') return reach.become ? 'root' : 'this user'
  const sudo = reach.become && reach.user !== 'root' ? ', sudo' : ''
  return `${reach.user}@${reach.address}:${reach.port}${sudo}`
}

async function withReadBack(
  judged: ReadonlyMap<Node, Judged>,
  { settings, otherTenant, deadlines }: Fleet,
  { mimir, context }: RoleServices,
): Promise<Prechecked> {
  const pushOf = ({ results }: Judged) => results.find(({ precheck }) => precheck === 'push')
  const taken = [...judged].filter(([, node]) => pushOf(node)?.state === 'passed')
  const back = await readBack({
    mimir,
    tenant: settings.tenant,
    otherTenant,
    pushed: new Map(taken.map(([{ name }, { sample }]) => [name, sample])),
    deadline: deadlines.verify,
    signal: context.interruption.stopping,
  })
  return new Map(
    [...judged].map(([{ name }, node]) => [
      name,
      [...node.results, back.get(name) ?? nothingToReadBack(pushOf(node))],
    ]),
  )
}
