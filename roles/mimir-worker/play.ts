import type { Host } from '../../src/model/host.ts'
import type { Node } from '../../src/model/node.ts'
import type { Course } from '../../src/model/report.ts'
import { runCourse } from './course.ts'
import type { Fleet, Means, Planned } from './fleet.ts'
import { keepLeases } from './keep-leases.ts'
import type { Lease } from './lease.ts'
import { decide } from './phases/decide.ts'
import { foresee } from './phases/foresee.ts'
import { hasMoved } from './phases/has-moved.ts'
import { observe } from './phases/observe.ts'
import { stage } from './phases/stage.ts'
import { verify } from './phases/verify.ts'
import { release } from './tasks/release.ts'

/**
 * The flow: look at all nodes, decide for all of them, bring what is needed to those that need it, and only then
 * swap, start and prove, batch by batch. Ends with every lease given back and every connection closed, whatever
 * happened.
 */
export async function playRole(fleet: Fleet, means: Means): Promise<Course | undefined> {
  const hosts: Host[] = []
  const leases = new Map<Host, Lease>()
  const stopKeeping = keepLeases(fleet, means, leases)
  try {
    const observed = await observe(fleet, means, hosts)
    const planned = await decide(fleet, means, observed)
    if (hasMoved(fleet, means, planned)) return undefined
    const { idle, busy } = sort(planned)
    if (!fleet.phases.includes('activate')) {
      if (!fleet.phases.includes('verify')) return await foresee(fleet, means, { idle, busy })
      await verify(fleet, means, new Map([...idle, ...busy]), leases)
      return undefined
    }
    const staged = await stage(fleet, means, busy, leases)
    if (staged === undefined) return undefined
    const course = await runCourse(fleet, means, { idle, staged, leases })
    if (idle.size > 0) await verify(fleet, means, idle, leases)
    return course
  } finally {
    stopKeeping()
    await letGo(fleet, means, leases)
    await Promise.all(hosts.map(async (host) => host.close()))
  }
}

/** Milliseconds for a node to take its lease back: nobody who interrupted a run wants to wait for one that hangs. */
const RELEASE_DEADLINE = 3000

/** Also after an interruption: whoever runs next should not have to wait for a run that is over. */
export async function letGo(
  { settings }: Fleet,
  { stage: { pool } }: Means,
  leases: Map<Host, Lease>,
): Promise<void> {
  const { signal } = new AbortController()
  const one = async (host: Host, lease: Lease): Promise<unknown> =>
    pool(async () => release({ host, settings, lease, deadline: RELEASE_DEADLINE, signal }))
  await Promise.all([...leases].map(async ([host, lease]) => one(host, lease)))
}

/** Nodes that need nothing pass beside the phases that change things. */
function sort(planned: Map<Node, Planned>): { idle: Map<Node, Planned>; busy: Map<Node, Planned> } {
  const sorted = { idle: new Map<Node, Planned>(), busy: new Map<Node, Planned>() }
  for (const [node, one] of planned)
    sorted[one.plan.decision.verdict === 'noop' ? 'idle' : 'busy'].set(node, one)
  return sorted
}
