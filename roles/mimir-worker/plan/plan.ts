import type { CloudJob } from '../../../src/model/check.ts'
import type { Failure } from '../../../src/model/failure.ts'
import type { Node } from '../../../src/model/node.ts'
import type { Reason, TargetDifference } from '../../../src/model/report.ts'
import { failed, type Result, success } from '../../../src/model/result.ts'
import { endpoint } from '../../../src/values/endpoint.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import type { Expected } from '../exporters/fleet-expectations.ts'
import { type Expectation, type ExpectedExporter, jobsOf, type Placed } from '../exporters/jobs.ts'
import { type DesiredGeneration, type Generation, renderGeneration } from '../generation/generation.ts'
import type { PrometheusDocument } from '../generation/prometheus.ts'
import { collisions } from '../generation/series-collisions.ts'
import type { Facts } from '../node/facts.ts'
import { collide, listenOn } from '../worker/listen.ts'
import {
  type Listen,
  type ProvenVars,
  projectName,
  type WorkerSettings,
  type WorkerVars,
} from '../worker/vars.ts'
import { apiAddress } from './api-address.ts'
import { cloudJobsOf, elect } from './election.ts'
import { sameMachines } from './same-machine.ts'
import { locate } from './target-location.ts'
import { type Decision, verdictOn } from './verdict.ts'

/** The change of one node, decided before anything is touched. */
export interface ChangePlan {
  readonly vars: ProvenVars
  readonly generation: DesiredGeneration
  readonly project: string
  /** What it was rendered as; missing for a generation that is on the node already. */
  readonly rendered?: { readonly vars: WorkerVars; readonly generation: Generation }
  readonly decision: Decision
  /** Exporters that are not where Kolla's files put them. */
  readonly differences: readonly TargetDifference[]
  readonly facts: Facts
  /** Jobs of the whole cloud that this node gives or takes. */
  readonly cloudJobs?: readonly CloudJob[]
}

/** A plan whose generation was rendered from the manifest and Kolla's files. */
export interface NodePlan extends ChangePlan {
  readonly vars: WorkerVars
  readonly generation: Generation
}

/** The plan of a fleet from one observation of each node that could be reached. */
export function planFleet(expected: Expected, facts: ReadonlyMap<Node, Facts>): Map<Node, Result<NodePlan>> {
  const { candidates, expectations, settings } = expected
  const observed = new Map([...facts].map(([{ name }, one]) => [name, one]))
  const ballot = { candidates, expectations, observed }
  const elected = elect(ballot)
  const byName = new Map(expectations.map((expectation) => [expectation.node, expectation]))
  const plans = new Map<Node, Result<NodePlan>>()
  const twins = sameMachines(facts)
  for (const [node, found] of facts) {
    const expectation = byName.get(node.name)
    if (expectation === undefined) throw new Error(`nothing is expected of ${node.name}`)
    const own = expectation.exporters.filter(
      ({ exporter }) => exporter.scope === 'node' || elected.get(exporter.name) === node.name,
    )
    const twin = twins.get(node)
    plans.set(
      node,
      twin === undefined
        ? planNode({ ...expectation, exporters: own }, found, {
            settings,
            cloudJobs: cloudJobsOf(node.name, elected, ballot, settings),
          })
        : failed(twin),
    )
  }
  return withoutCollisions(plans)
}

/** The last guard before anything is staged: a node whose series could be another's is not touched. */
function withoutCollisions(plans: Map<Node, Result<NodePlan>>): Map<Node, Result<NodePlan>> {
  const byName = new Map([...plans.keys()].map((node) => [node.name, node]))
  const documents = [...plans.values()].flatMap((plan): [string, PrometheusDocument][] =>
    plan.ok ? [[plan.value.vars.node, plan.value.generation.document]] : [],
  )
  for (const { first, second } of collisions(documents)) {
    const node = byName.get(second.split(' ', 1)[0] ?? '')
    const evidence = safeLine(`${second} would send the same series as ${first}`)
    if (node !== undefined) plans.set(node, failed({ reason: 'internal', during: 'plan', evidence }))
  }
  return plans
}

function planNode(
  expectation: Expectation,
  facts: Facts,
  { settings, cloudJobs }: { readonly settings: WorkerSettings; readonly cloudJobs: readonly CloudJob[] },
): Result<NodePlan> {
  const broken = engineFailure(facts)
  if (broken !== undefined) return failed(broken)
  const address = apiAddress(expectation, facts)
  if (!address.ok) return address
  const listen = listenOn(settings.listen, address.value)
  const taken = portFailure(facts, listen)
  if (taken !== undefined) return failed(taken)
  const { placed, differences } = place(expectation.exporters, address.value, facts)
  const own = { ...settings, ...expectation.settings, listen }
  const vars: WorkerVars = { ...own, node: expectation.node, jobs: jobsOf(placed, own) }
  const generation = renderGeneration(vars)
  const project = projectName(settings.directory)
  const decision = decisionOn(facts, generation, project)
  // One whose exporter was never deployed here is not taken over.
  const moves = cloudJobs.filter(
    ({ job, state }) => state === 'twice' || vars.jobs.some(({ name }) => name === job),
  )
  const reasons = [...decision.reasons, ...movesOf(moves)]
  const rendered = { vars, generation }
  return success({
    vars,
    generation,
    project,
    rendered,
    decision: { ...decision, reasons },
    differences,
    facts,
    ...(moves.length === 0 ? {} : { cloudJobs: moves }),
  })
}

/**
 * What a node needs to reach a generation, and why. An activation that no run confirmed is not over: the node would
 * revert it on its own.
 */
export function decisionOn(facts: Facts, generation: DesiredGeneration, project: string): Decision {
  const decision = verdictOn(facts, generation, project)
  const { unconfirmed } = facts.records ?? {}
  if (unconfirmed === undefined) return decision
  const current = safeLine(`not confirmed by run ${unconfirmed.run}`)
  const reason = { field: 'activation', current, desired: safeLine('confirmed') }
  const verdict = decision.verdict === 'noop' ? 'repair' : decision.verdict
  return { verdict, reasons: [...decision.reasons, reason] }
}

function place(
  exporters: readonly ExpectedExporter[],
  address: string,
  facts: Facts,
): { placed: Placed[]; differences: TargetDifference[] } {
  const located = exporters.map((expected) => ({ expected, ...locate(expected, address, facts) }))
  return {
    placed: located.flatMap(({ expected, at }) => (at === undefined ? [] : [{ expected, at }])),
    differences: located.flatMap(({ difference }) => difference ?? []),
  }
}

/** Jobs of the whole cloud that move to a node which ran without them, or away from it. */
function movesOf(cloudJobs: readonly CloudJob[]): Reason[] {
  return cloudJobs.map(({ job, state, nodes }) => ({
    field: `job ${job}`,
    current: safeLine(state === 'twice' ? `here and on ${nodes.join(', ')}` : 'on no node that was reached'),
    desired: safeLine(state === 'twice' ? `on ${nodes.join(', ')} alone` : 'on this one'),
  }))
}

function engineFailure({ engine }: Facts): Failure | undefined {
  if (engine.state === 'podman') return { reason: 'engine-podman', evidence: safeLine(engine.evidence) }
  if (engine.state === 'missing') return { reason: 'engine-missing', engine: 'docker' }
  if (engine.state === 'up') return undefined
  return { reason: 'engine-down', engine: 'docker', evidence: safeLine(engine.evidence) }
}

/** A worker that has to be started needs its port; who holds it must be known before anything is brought there. */
export function portFailure({ container, listeners }: Facts, listen: Listen): Failure | undefined {
  if (container?.status === 'running' || container?.status === 'restarting') return undefined
  const taken = listeners.find(({ host, port }) => port === listen.port && collide(host, listen.host))
  if (taken === undefined) return undefined
  return {
    reason: 'port-taken',
    listen: endpoint(listen),
    by: safeLine([taken.container ?? '', taken.by].filter((name) => name !== '').join(', ')),
  }
}
