import type { Failure } from '../../src/model/failure.ts'
import type { Node } from '../../src/model/node.ts'
import { failed, type Result, success } from '../../src/model/result.ts'
import { safeLine } from '../../src/model/safe-text.ts'
import { type Decision, decide } from './decide.ts'
import type { Facts } from './facts.ts'
import { type Generation, renderGeneration } from './generation.ts'
import { apiAddress, type Expectation, elect, jobsOf } from './jobs.ts'
import { hostPort, projectName, type WorkerSettings, type WorkerVars } from './vars.ts'

/** What is to become of one node, decided before anything is touched. */
export interface NodePlan {
  readonly vars: WorkerVars
  readonly generation: Generation
  readonly project: string
  readonly decision: Decision
  readonly facts: Facts
}

export interface Expected {
  readonly settings: WorkerSettings
  /** In the order of the inventory, which is the order of election. */
  readonly expectations: readonly Expectation[]
}

/** The plan of a fleet from one look at each node that could be reached. */
export function planFleet(expected: Expected, facts: ReadonlyMap<Node, Facts>): Map<Node, Result<NodePlan>> {
  const elected = elect(expected.expectations, new Set([...facts.keys()].map(({ name }) => name)))
  const byName = new Map(expected.expectations.map((expectation) => [expectation.node, expectation]))
  const plans = new Map<Node, Result<NodePlan>>()
  for (const [node, seen] of facts) {
    const expectation = byName.get(node.name)
    if (expectation === undefined) throw new Error(`nothing is expected of ${node.name}`)
    plans.set(node, planNode(expectation, seen, expected.settings, elected))
  }
  return plans
}

function planNode(
  expectation: Expectation,
  facts: Facts,
  settings: WorkerSettings,
  elected: ReadonlyMap<string, string>,
): Result<NodePlan> {
  const obstacle = engineFailure(facts) ?? portFailure(facts, settings)
  if (obstacle !== undefined) return failed(obstacle)
  const address = apiAddress(expectation, facts)
  if (!address.ok) return address
  const jobs = jobsOf(expectation, address.value, settings, elected)
  const vars: WorkerVars = { ...settings, node: expectation.node, jobs }
  const generation = renderGeneration(vars)
  const project = projectName(settings.directory)
  return success({ vars, generation, project, decision: decide(facts, generation, project), facts })
}

function engineFailure({ engine }: Facts): Failure | undefined {
  if (engine.state === 'missing') return { reason: 'engine-missing', engine: 'docker' }
  if (engine.state === 'up') return undefined
  return { reason: 'engine-down', engine: 'docker', evidence: safeLine(engine.evidence) }
}

/** A worker that has to be started needs its port; who holds it must be known before anything is brought there. */
function portFailure({ container, listeners }: Facts, { listen }: WorkerSettings): Failure | undefined {
  if (container?.status === 'running' || container?.status === 'restarting') return undefined
  const taken = listeners.find(({ host, port }) => port === listen.port && overlap(host, listen.host))
  if (taken === undefined) return undefined
  return {
    reason: 'port-taken',
    listen: hostPort(listen),
    by: safeLine(taken.by || `${taken.host}:${taken.port}`),
  }
}

/** ss tells a wildcard of both families (`*`) from one of IPv6 alone (`::`); a worker on `::` takes both. */
function overlap(found: string, wanted: string): boolean {
  if (found === wanted || found === '*' || wanted === '*' || wanted === '::') return true
  const sameFamily = found.includes(':') === wanted.includes(':')
  return sameFamily && (found === '0.0.0.0' || found === '::' || wanted === '0.0.0.0')
}
