import { parseDuration } from '../../../src/model/duration.ts'
import type { Node } from '../../../src/model/node.ts'
import { success } from '../../../src/model/result.ts'
import { runPhase } from '../../../src/play/phase.ts'
import { unlimited } from '../../../src/play/pool.ts'
import { type Arrival, arrivalWatch, askArrival } from '../arrival-watch.ts'
import type { Fleet, Means, Planned } from '../fleet.ts'
import type { NodePlan } from '../plan.ts'
import { look } from '../tasks/look.ts'
import { type VerifyOrder, verify as verifyNode } from '../tasks/verify.ts'
import { lookOrder } from './observe.ts'

/** Milliseconds beyond the slowest scrape within which nothing can be proven: sending, storing and asking. */
const PATIENCE = 45_000

/** Milliseconds between two rounds of questions to the master, for the fleet as a whole. */
const ASK_EVERY = 2000

/** Prove every node, link by link. Nodes wait side by side: only their looks take a place in the pool. */
export async function verify(fleet: Fleet, means: Means, active: Map<Node, Planned>): Promise<void> {
  const arrival = watchArrival(fleet, means, active)
  await runPhase<Planned, void>(
    'verify',
    active,
    async (node, planned, progress) => {
      const checks = await verifyNode({
        ...expected(fleet, means, planned),
        arrival: async () => arrival(node.name),
        waiting: (names, seconds) => progress({ kind: 'waiting', checks: names, seconds }),
        judged: (results) => means.stage.roster.judged(node.name, results),
      })
      if (!checks.ok) return checks
      return success({
        value: undefined,
        outcome: 'unchanged',
        news: { kind: 'proven', checks: checks.value.length },
      })
    },
    { ...means.stage, pool: unlimited },
  )
}

type Expectations = Pick<VerifyOrder, 'expected' | 'first' | 'lookAgain' | 'deadline' | 'signal'>

function expected(fleet: Fleet, means: Means, { host, plan, asObserved }: Planned): Expectations {
  const { pool, interruption } = means.stage
  return {
    expected: plan,
    first: asObserved ? plan.facts : undefined,
    lookAgain: async () => pool(async () => look(lookOrder(fleet, means, host, ''))),
    deadline: Math.max(fleet.deadlines.verify, slowestScrape(plan) + PATIENCE),
    signal: interruption.aborting,
  }
}

function slowestScrape({ vars }: NodePlan): number {
  return Math.max(...vars.jobs.map(({ interval }) => parseDuration(interval) ?? 0))
}

function watchArrival(
  fleet: Fleet,
  means: Means,
  active: Map<Node, Planned>,
): (node: string) => Promise<Arrival> {
  const jobs = [...active.values()].flatMap(({ plan }) => plan.vars.jobs)
  const metrics = new Map(jobs.map(({ name, witness }) => [name, witness]))
  const question = {
    tenant: fleet.settings.tenant,
    cluster: fleet.settings.labels['cluster'] ?? '',
    witnesses: [...metrics].map(([job, metric]) => ({ job, metric })),
  }
  return arrivalWatch(
    async () => askArrival(means.master, question, means.stage.interruption.aborting),
    ASK_EVERY,
  )
}
