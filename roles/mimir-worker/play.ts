import type { Host } from '../../src/model/host.ts'
import type { Node } from '../../src/model/node.ts'
import type { Fleet, Means, Planned } from './fleet.ts'
import type { Lease } from './lease.ts'
import { activate } from './phases/activate.ts'
import { decide } from './phases/decide.ts'
import { observe } from './phases/observe.ts'
import { stage } from './phases/stage.ts'
import { verify } from './phases/verify.ts'
import { release } from './tasks/release.ts'

/**
 * The flow: look at all nodes, decide for all of them, bring what is needed to those that need it, and only then
 * swap, start and prove. Ends with every connection closed, whatever happened.
 */
export async function playRole(fleet: Fleet, means: Means): Promise<void> {
  const hosts: Host[] = []
  const leases = new Map<Host, Lease>()
  const goesThrough = (phase: Fleet['phases'][number]): boolean => fleet.phases.includes(phase)
  try {
    const observed = await observe(fleet, means, hosts)
    const { idle, busy } = sort(decide(fleet, means, observed))
    const staged = goesThrough('stage') ? await stage(fleet, means, busy, leases) : busy
    const active = goesThrough('activate') ? await activate(fleet, means, staged) : staged
    if (goesThrough('verify')) await verify(fleet, means, new Map([...idle, ...active]), leases)
  } finally {
    await letGo(fleet, means, leases)
    await Promise.all(hosts.map(async (host) => host.close()))
  }
}

/** Milliseconds for a node to take its lease back: nobody who interrupted a run wants to wait for one that hangs. */
const RELEASE_DEADLINE = 3000

/** Also after an interruption: whoever runs next should not have to wait for a run that is over. */
async function letGo({ settings }: Fleet, means: Means, leases: Map<Host, Lease>): Promise<void> {
  const { signal } = new AbortController()
  const one = async (host: Host, lease: Lease): Promise<unknown> =>
    means.stage.pool(async () => release({ host, settings, lease, deadline: RELEASE_DEADLINE, signal }))
  await Promise.all([...leases].map(async ([host, lease]) => one(host, lease)))
}

/** Nodes that need nothing pass beside the phases that change things. */
function sort(planned: Map<Node, Planned>): { idle: Map<Node, Planned>; busy: Map<Node, Planned> } {
  const sorted = { idle: new Map<Node, Planned>(), busy: new Map<Node, Planned>() }
  for (const [node, one] of planned)
    sorted[one.plan.decision.verdict === 'noop' ? 'idle' : 'busy'].set(node, one)
  return sorted
}
