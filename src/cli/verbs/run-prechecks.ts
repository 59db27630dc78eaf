import type { Node } from '../../model/node.ts'
import type { PrecheckedNode, PrecheckReport } from '../../model/precheck.ts'
import type { Prechecked } from '../../play/role.ts'
import type { Roster } from '../../play/roster.ts'
import { connector } from '../../remote/connect.ts'
import { leaseRequestOf } from '../lease-request.ts'
import { openRunContext } from '../run-context.ts'
import { runName } from '../run-name.ts'
import type { RunOrder } from './run.ts'

export interface PrecheckRunOrder extends Omit<RunOrder, 'verb' | 'phases' | 'play' | 'hooks'> {
  readonly play: (means: Parameters<RunOrder['play']>[0]) => Promise<Prechecked>
}

/** Run prepared prechecks to their end, and give their report. */
export async function runPrechecks(order: PrecheckRunOrder): Promise<PrecheckReport> {
  const { printer, manifest, tenant, warnings, nodes } = order
  const startedAt = new Date().toISOString()
  const run = runName(startedAt)
  const verb = 'prechecks'
  const { context, close } = openRunContext(order)
  try {
    const names = nodes.map(({ name }) => name)
    printer.tell({ type: 'play-started', verb, run, tenant, nodes: names, phases: ['observe'] })
    const connect = connector({
      connectDeadline: order.connectDeadline,
      signal: context.interruption.aborting,
    })
    const seen = await order.play({ context, connect, leaseRequest: leaseRequestOf(run, verb) })
    const milliseconds = context.elapsed()
    const interrupted = context.interruption.stopping.aborted
    const about = { run, verb, manifest, tenant, startedAt, milliseconds, interrupted, warnings } as const
    return { ...about, nodes: nodes.map((node) => checkedNode(node, seen, context.roster)) }
  } finally {
    close()
    await printer.end()
  }
}

function checkedNode({ name, groups }: Node, seen: Prechecked, roster: Roster): PrecheckedNode {
  const results = seen.get(name)
  if (results !== undefined) {
    const failed = results.some(({ state }) => state === 'failed')
    return { node: name, groups, state: failed ? 'failed' : 'ready', results }
  }
  const { failure } = roster.report(name)
  if (failure === undefined || failure.reason === 'aborted')
    return { node: name, groups, state: 'interrupted', results: [] }
  const login = { precheck: 'login', state: 'failed', finding: { kind: 'failure', failure } } as const
  return { node: name, groups, state: 'failed', results: [login] }
}
