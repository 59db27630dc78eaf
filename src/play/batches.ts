import { BASE_GROUPS } from '../kolla/releases/chains.ts'
import type { BatchSizes } from '../manifest/values/batch-sizes.ts'
import type { Share } from '../manifest/values/number-or-percent.ts'
import type { BatchReasons, Bond, Deferral, Verdict } from '../model/report.ts'

/** A node that has to be changed, as far as it matters for when. */
export interface Member {
  readonly name: string
  readonly groups: readonly string[]
  /** Its failure domain, where it has one. */
  readonly domain?: string
  readonly verdict: Verdict
  /** What changes of where and how its worker sends; empty where nothing does. */
  readonly rerouting: readonly string[]
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
  /** Groups whose nodes come first, in this order; all others follow, those last on which most depends. */
  readonly order: readonly string[]
}

/** Groups on whose nodes most depends, from least to most: what is tried first is not tried there. */
const COSTLY = ['loadbalancer', 'network', 'control'] as const

/**
 * Every member in one batch, as large as the sizes say and never two of one exclusive group or failure domain together.
 * A node that has to wait comes first in the next batch. Where workers send elsewhere or otherwise than before, one of
 * them goes before all others, whatever the sizes: a mistake there costs every node what it scrapes meanwhile.
 */
export function planBatches(members: readonly Member[], batchOrder: BatchOrder): Batch[] {
  const { exclusive } = batchOrder
  const batches: Batch[] = []
  const sizes = sizesOf(members, batchOrder.sizes)
  let waiting = inOrder(members, batchOrder.order)
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

function sizesOf(members: readonly Member[], sizes: BatchSizes): BatchSizes {
  const isWide = sizeOf(sizes[0], members.length) > 1
  return members.some(reroutes) && isWide ? [{ nodes: 1 }, ...sizes] : sizes
}

function reroutes({ rerouting }: Member): boolean {
  return rerouting.length > 0
}

/** By the operator's groups, then by what the loss of a node costs; else as they stand. */
function inOrder(members: readonly Member[], order: readonly string[]): readonly Member[] {
  const largest = largestGroup(members)
  const byOrder = ({ groups }: Member): number => {
    const at = order.findIndex((group) => groups.includes(group))
    return at === -1 ? order.length : at
  }
  const byCost = ({ groups }: Member): number => {
    const costs = COSTLY.findLastIndex((group) => groups.includes(group))
    return costs === -1 && largest !== undefined && groups.includes(largest) ? -2 : costs
  }
  const sorted = [...members].sort(
    (first, second) => byOrder(first) - byOrder(second) || byCost(first) - byCost(second),
  )
  const canary = sorted.find(reroutes)
  return canary === undefined ? sorted : [canary, ...sorted.filter((member) => member !== canary)]
}

/** The group of Kolla's with the most members but for those on which most depends. */
function largestGroup(members: readonly Member[]): string | undefined {
  const plain = members.filter((member) => !isCostly(member))
  const counts = BASE_GROUPS.filter((name) => !COSTLY.some((group) => group === name))
    .map((name) => ({ name, count: plain.filter(({ groups }) => groups.includes(name)).length }))
    .filter(({ count }) => count > 0)
  return counts.toSorted((left, right) => right.count - left.count)[0]?.name
}

function isCostly({ groups }: Member): boolean {
  return COSTLY.some((group) => groups.includes(group))
}

/** Why the batches are in this order; undefined where it is as the operator wrote it, or makes no difference. */
export function reasonsOf(
  members: readonly Member[],
  { order }: Pick<BatchOrder, 'order'>,
): BatchReasons | undefined {
  const canary = [...new Set(members.flatMap(({ rerouting }) => rerouting))]
  const largest = largestGroup(members)
  const last = COSTLY.filter((name) => members.some(({ groups }) => groups.includes(name)))
  const isOwn = order.length > 0 || largest === undefined || last.length === 0
  if (isOwn) return canary.length === 0 ? undefined : { last: [], canary }
  return { first: largest, last, canary }
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
