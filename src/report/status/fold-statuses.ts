import { type NodeStatus, STATUS_STATES } from '../../model/node-status.ts'
import { groupBy } from '../../values/group-by.ts'
import { byName } from '../text/fold.ts'

/** Nodes that stand alike, in natural order; never empty. */
export interface AlikeNodes {
  readonly first: NodeStatus
  readonly nodes: readonly NodeStatus[]
}

/** Pure: nodes that stand alike together, what needs a look first, and of that the rarest. */
export function foldStatuses(nodes: readonly NodeStatus[]): readonly AlikeNodes[] {
  const sorted = nodes.toSorted((left, right) => byName(left.node, right.node))
  const kinds = groupBy(sorted, groupKey)
  const groups = [...kinds.values()].map((kind): AlikeNodes => ({ first: kind[0], nodes: kind }))
  return groups.sort((left, right) => rank(left) - rank(right) || left.nodes.length - right.nodes.length)
}

function rank({ first }: AlikeNodes): number {
  return STATUS_STATES.indexOf(first.state)
}

/** Equal where an operator sees no difference: each node has its own generation, and its own second of every event. */
function groupKey(status: NodeStatus): string {
  const {
    state,
    failure,
    image,
    container,
    last,
    drift,
    adoption,
    unconfirmed,
    lease,
    pending,
    wayBack,
    generation,
  } = status
  return JSON.stringify([
    state,
    generation === undefined,
    failure?.reason === 'lease-held' ? failure.run : failure,
    image,
    container?.status,
    last && [last.how, last.run, last.who, last.reason, last.revision],
    drift.map(({ field, current }) => [field, isName(current) ? '' : current]),
    adoption,
    unconfirmed && [unconfirmed.run, unconfirmed.reverting, unconfirmed.timerGone],
    lease?.live === true ? [lease.run, lease.holder, lease.reason] : undefined,
    pending && [pending.verdict, pending.reasons.map(({ field }) => field)],
    wayBack?.image,
  ])
}

/** A generation's or a container description's name is each node's own. */
function isName(text: string): boolean {
  return /^[0-9a-f]{12}$/u.test(text)
}
