import type { BatchSizes } from '../manifest/values/batch-sizes.ts'
import type { Share } from '../manifest/values/number-or-percent.ts'
import type { Bond, Deferral, Verdict } from '../model/report.ts'

/** A node that has to be changed, as far as it matters for when. */
export interface Member {
  readonly name: string
  readonly groups: readonly string[]
  /** Its failure domain, where it has one. */
  readonly domain?: string
  readonly verdict: Verdict
}

/** Nodes that are changed at the same time. */
export interface Batch {
  readonly nodes: readonly string[]
  /** Those of them that would have been in the batch before. */
  readonly deferred: readonly Deferral[]
}

export interface BatchOrder {
  readonly sizes: BatchSizes
  /** Groups of which no two nodes may be in one batch. */
  readonly exclusive: readonly string[]
  /** Groups whose nodes come first, in this order; all others follow as they stand. */
  readonly order: readonly string[]
}

/**
 * Every member in one batch, in the order given, as large as the sizes say and never two of one exclusive group or
 * failure domain together. A node that has to wait comes first in the next batch.
 */
export function planBatches(members: readonly Member[], { sizes, exclusive, order }: BatchOrder): Batch[] {
  const batches: Batch[] = []
  let waiting = inOrder(members, order)
  let reasons: ReadonlyMap<string, Deferral> = new Map()
  while (waiting.length > 0) {
    const size = sizes[Math.min(batches.length, sizes.length - 1)] ?? sizes[0]
    const { taken, left, deferred } = fill(waiting, sizeOf(size, members.length), exclusive)
    const nodes = taken.map(({ name }) => name)
    batches.push({ nodes, deferred: nodes.flatMap((name) => reasons.get(name) ?? []) })
    waiting = left
    reasons = deferred
  }
  return batches
}

function inOrder(members: readonly Member[], order: readonly string[]): readonly Member[] {
  const rank = ({ groups }: Member): number => {
    const at = order.findIndex((group) => groups.includes(group))
    return at === -1 ? order.length : at
  }
  return [...members].sort((first, second) => rank(first) - rank(second))
}

/** As in Ansible, a percentage is rounded down, but to one node at least. */
function sizeOf(size: Share, members: number): number {
  return 'nodes' in size ? size.nodes : Math.max(1, Math.floor((size.percent * members) / 100))
}

interface Filled {
  readonly taken: readonly Member[]
  readonly left: readonly Member[]
  readonly deferred: ReadonlyMap<string, Deferral>
}

function fill(waiting: readonly Member[], size: number, exclusive: readonly string[]): Filled {
  const taken: Member[] = []
  const left: Member[] = []
  const deferred = new Map<string, Deferral>()
  const holders = new Map<string, string>()
  for (const member of waiting) {
    const bonds = bondsOf(member, exclusive)
    const by = bonds.find((bond) => holders.has(keyOf(bond)))
    if (taken.length < size && by === undefined) {
      taken.push(member)
      for (const bond of bonds) holders.set(keyOf(bond), member.name)
    } else {
      left.push(member)
      const other = by === undefined ? undefined : holders.get(keyOf(by))
      if (taken.length < size && by !== undefined && other !== undefined)
        deferred.set(member.name, { node: member.name, by, with: other })
    }
  }
  return { taken, left, deferred }
}

/** Nobody depends yet on a worker that is installed for the first time, so a first install has no bonds. */
function bondsOf({ groups, domain, verdict }: Member, exclusive: readonly string[]): Bond[] {
  if (verdict === 'first-install') return []
  const shared = exclusive.filter((group) => groups.includes(group))
  return [
    ...shared.map((name) => ({ kind: 'group', name }) as const),
    ...(domain === undefined ? [] : [{ kind: 'domain', name: domain } as const]),
  ]
}

function keyOf({ kind, name }: Bond): string {
  return `${kind} ${name}`
}

/** How many nodes of so many may fail: a percentage is rounded up, so that any but 0% is one node at least. */
export function allowance(maxFailures: Share, nodes: number): number {
  return 'nodes' in maxFailures ? maxFailures.nodes : Math.ceil((maxFailures.percent * nodes) / 100)
}
