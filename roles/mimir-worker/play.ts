import type { Master } from '../../src/master/master.ts'
import type { Host } from '../../src/model/host.ts'
import type { Node } from '../../src/model/node.ts'
import type { PhaseName } from '../../src/model/report.ts'
import { type Result, success } from '../../src/model/result.ts'
import { safeLine } from '../../src/model/safe-text.ts'
import { type Done, runPhase, type Stage } from '../../src/play/phase.ts'
import { arrivalWatch, askArrival } from './arrival-watch.ts'
import type { Arrival } from './checks/arrival.ts'
import { durationMilliseconds } from './duration.ts'
import type { Facts } from './facts.ts'
import { type Expected, type NodePlan, planFleet } from './plan.ts'
import { actionFor, activate } from './tasks/activate.ts'
import { look } from './tasks/look.ts'
import { stage as stageNode } from './tasks/stage.ts'
import { verify } from './tasks/verify.ts'

/** Milliseconds that each kind of step may take on one node. */
export interface Deadlines {
  readonly observe: number
  readonly stage: number
  readonly activate: number
  /** Undefined: derived from the slowest scrape of the node. */
  readonly verify: number | undefined
}

/** What a play of this role works with. */
export interface Fleet extends Expected {
  readonly nodes: readonly Node[]
  readonly deadlines: Deadlines
  readonly phases: readonly PhaseName[]
}

export interface Means {
  readonly stage: Stage
  readonly connect: (node: Node) => Promise<Result<Host>>
  readonly master: Master
}

interface Planned {
  readonly host: Host
  readonly plan: NodePlan
  /** False once something was done to the node, so that the look taken before it no longer holds. */
  readonly asObserved: boolean
}

/**
 * The flow: look at all nodes, decide for all of them, bring what is needed to all of them, and only then swap,
 * start and prove. Ends with every connection closed, whatever happened.
 */
export async function playRole(fleet: Fleet, means: Means): Promise<void> {
  const hosts: Host[] = []
  try {
    const observed = await observeAll(fleet, means, hosts)
    const planned = decideAll(fleet, means, observed)
    const staged = fleet.phases.includes('stage') ? await stageAll(fleet, means, planned) : planned
    const active = fleet.phases.includes('activate') ? await activateAll(fleet, means, staged) : staged
    if (fleet.phases.includes('verify')) await verifyAll(fleet, means, active)
  } finally {
    await Promise.all(hosts.map(async (host) => host.close()))
  }
}

interface Observed {
  readonly host: Host
  readonly facts: Facts
}

async function observeAll(
  fleet: Fleet,
  { stage, connect }: Means,
  hosts: Host[],
): Promise<Map<Node, Observed>> {
  const expectations = new Map(fleet.expectations.map((expectation) => [expectation.node, expectation]))
  const inputs = new Map(fleet.nodes.map((node) => [node, expectations.get(node.name)?.apiInterface ?? '']))
  return runPhase(
    'observe',
    inputs,
    async (node, apiInterface, progress) => {
      progress(safeLine('connecting'))
      const host = await connect(node)
      if (!host.ok) return host
      hosts.push(host.value)
      progress(safeLine('looking'))
      const facts = await look(lookOrder(fleet, stage, host.value, apiInterface))
      if (!facts.ok) return facts
      const text = safeLine(facts.value.files.current ?? 'no worker yet')
      return success({ value: { host: host.value, facts: facts.value }, outcome: 'unchanged', text })
    },
    stage,
  )
}

function lookOrder(fleet: Fleet, stage: Stage, host: Host, apiInterface: string) {
  const { settings, deadlines } = fleet
  return { host, settings, apiInterface, deadline: deadlines.observe, signal: stage.interruption.aborting }
}

/** Decides for the whole fleet at once; nothing is dialled. A node that cannot be helped drops out here. */
function decideAll(fleet: Fleet, { stage }: Means, observed: Map<Node, Observed>): Map<Node, Planned> {
  const { roster, tell, elapsed, describe } = stage
  const facts = new Map([...observed].map(([node, seen]) => [node, seen.facts]))
  tell({ type: 'phase-started', phase: 'plan', nodes: [...observed.keys()].map(({ name }) => name) })
  const planned = new Map<Node, Planned>()
  for (const [node, plan] of planFleet(fleet, facts)) {
    const [from, seen] = [elapsed(), observed.get(node)]
    if (plan.ok && seen !== undefined) {
      roster.decided(node.name, plan.value.decision, plan.value.generation.name)
      planned.set(node, { host: seen.host, plan: plan.value, asObserved: true })
    } else if (!plan.ok) roster.failed(node.name, plan.failure)
    const outcome = plan.ok ? 'unchanged' : 'failed'
    roster.step(node.name, { phase: 'plan', from, to: elapsed(), outcome })
    const text = plan.ok ? safeLine(plan.value.decision.verdict) : describe(plan.failure)
    tell({ type: 'node-finished', phase: 'plan', node: node.name, outcome, text })
  }
  tell({ type: 'phase-finished', phase: 'plan' })
  return planned
}

async function stageAll(
  fleet: Fleet,
  { stage }: Means,
  planned: Map<Node, Planned>,
): Promise<Map<Node, Planned>> {
  return changing(planned, async (inputs) =>
    runPhase(
      'stage',
      inputs,
      async (_node, input, progress) => {
        const answer = await stageNode({
          host: input.host,
          settings: fleet.settings,
          generation: input.plan.generation,
          pull: input.plan.facts.image === undefined,
          deadline: fleet.deadlines.stage,
          signal: stage.interruption.aborting,
          progress: (step) => progress(safeLine(step)),
        })
        return answer.ok ? success(done(input, answer.value.changed)) : answer
      },
      stage,
    ),
  )
}

async function activateAll(
  fleet: Fleet,
  { stage }: Means,
  staged: Map<Node, Planned>,
): Promise<Map<Node, Planned>> {
  return changing(staged, async (inputs) =>
    runPhase(
      'activate',
      inputs,
      async (_node, input, progress) => {
        const { verdict } = input.plan.decision
        if (verdict === 'noop') return success(done(input, []))
        const answer = await activate({
          host: input.host,
          settings: fleet.settings,
          generation: input.plan.generation,
          action: actionFor(verdict, input.plan.facts),
          deadline: fleet.deadlines.activate,
          signal: stage.interruption.aborting,
          progress: (step) => progress(safeLine(step)),
        })
        return answer.ok ? success(done({ ...input, asObserved: false }, answer.value.changed)) : answer
      },
      stage,
    ),
  )
}

function done(value: Planned, changed: readonly string[]): Done<Planned> {
  return {
    value,
    outcome: changed.length > 0 ? 'changed' : 'unchanged',
    text: safeLine(changed.join(', ') || 'nothing to do'),
  }
}

/** Only nodes whose verdict asks for it go through the work; those that need nothing pass beside it. */
async function changing(
  planned: Map<Node, Planned>,
  work: (inputs: Map<Node, Planned>) => Promise<Map<Node, Planned>>,
): Promise<Map<Node, Planned>> {
  const [idle, busy] = [new Map<Node, Planned>(), new Map<Node, Planned>()]
  for (const [node, one] of planned) (one.plan.decision.verdict === 'noop' ? idle : busy).set(node, one)
  return new Map([...idle, ...(await work(busy))])
}

/** Milliseconds beyond the slowest scrape: the send deadline, the way to the master, and some patience. */
const PATIENCE = 45_000

async function verifyAll(fleet: Fleet, means: Means, active: Map<Node, Planned>): Promise<void> {
  const { stage } = means
  const arrival = watchArrival(fleet, means, active)
  await runPhase(
    'verify',
    active,
    async (node, { host, plan, asObserved }, progress) => {
      const checks = await verify({
        expected: plan,
        first: asObserved ? plan.facts : undefined,
        lookAgain: async () => look(lookOrder(fleet, stage, host, '')),
        arrival: async () => arrival(node.name),
        deadline: fleet.deadlines.verify ?? slowestScrape(plan) + PATIENCE,
        signal: stage.interruption.aborting,
        waiting: (names, seconds) =>
          progress(safeLine(`waiting for ${names.join(', ')} (${seconds} s left)`)),
        judged: (results) =>
          stage.roster.judged(
            node.name,
            results,
            results.every(({ state }) => state === 'passed'),
          ),
      })
      if (!checks.ok) return checks
      return success({
        value: undefined,
        outcome: 'unchanged',
        text: safeLine(`${checks.value.length} checks passed`),
      })
    },
    stage,
  )
}

function slowestScrape({ vars }: NodePlan): number {
  return Math.max(...vars.jobs.map(({ interval }) => durationMilliseconds(interval) ?? 0))
}

/** Milliseconds between two rounds of questions to the master, for the fleet as a whole. */
const ASK_EVERY = 2000

function watchArrival(
  fleet: Fleet,
  { master, stage }: Means,
  active: Map<Node, Planned>,
): (node: string) => Promise<Arrival> {
  const jobs = [...active.values()].flatMap(({ plan }) => plan.vars.jobs)
  const question = {
    tenant: fleet.settings.tenant,
    cluster: fleet.settings.labels['cluster'] ?? '',
    witnesses: [...new Set(jobs.map(({ witness }) => witness))].sort(),
  }
  return arrivalWatch(async () => askArrival(master, question, stage.interruption.aborting), ASK_EVERY)
}
