import type { Completeness, CountedNode } from './completeness.ts'
import { type CompletenessServices, countWindow, queryCompleteness } from './completeness-queries.ts'

/** Series that one query reads at the most: stores have limits of some hundred thousand, and answer others meanwhile. */
const SERIES = 150_000

/** Series of a node, as long as they were not counted. */
const USUAL = 3000

/** Queries that count series, in one round. */
const QUERIES = 9

/** Milliseconds between two rounds. */
const COUNT_EVERY = 5000

export interface CountOrder extends CompletenessServices {
  readonly tenant: () => { readonly tenant: string; readonly cluster: string }
  readonly signal: AbortSignal
}

interface State {
  /** Nodes that asked since the last round began. */
  waiting: Map<string, CountedNode>
  /** Node → series of it when they were counted last. */
  readonly sizes: Map<string, number>
  /** Series a query reads; fewer after one that was refused. */
  series: number
}

/**
 * Counts the series of the nodes that ask, all of them together and at most every five seconds. A node that had no place
 * in the last round gets undefined, and a place in the next.
 */
export function sharedCount(order: CountOrder): (node: CountedNode) => Promise<Completeness | undefined> {
  const state: State = { waiting: new Map(), sizes: new Map(), series: SERIES }
  let nextAt = Number.NEGATIVE_INFINITY
  let answer: Promise<ReadonlyMap<string, Completeness>> | undefined
  const refresh = async (): Promise<ReadonlyMap<string, Completeness>> => {
    nextAt = Number.POSITIVE_INFINITY
    try {
      // All nodes that waited for the same answer of Mimir ask before this goes on.
      await Promise.resolve()
      return await countAll(order, state)
    } finally {
      nextAt = performance.now() + COUNT_EVERY
    }
  }
  return async (node) => {
    state.waiting.set(node.name, node)
    if (answer === undefined || performance.now() >= nextAt) answer = refresh()
    return (await answer).get(node.name)
  }
}

async function countAll(order: CountOrder, state: State): Promise<ReadonlyMap<string, Completeness>> {
  const parts = partsOf([...state.waiting.values()], state).slice(0, QUERIES)
  const nodes = parts.flat()
  for (const { name } of nodes) state.waiting.delete(name)
  const found = await queryCompleteness(order, { ...order.tenant(), nodes }, parts, order.signal)
  const refused = parts.some((part) => part.length > 1 && part.some(({ name }) => isRefused(found.get(name))))
  if (refused) state.series = Math.max(1, state.series / 2)
  for (const [name, one] of found) {
    // Who shared a query that read too much is counted by a smaller one.
    if (refused && isRefused(one)) found.delete(name)
    if (!('queryError' in one)) state.sizes.set(name, sizeOf(one))
  }
  return found
}

function isRefused(completeness: Completeness | undefined): boolean {
  return completeness !== undefined && 'queryError' in completeness
}

function sizeOf({ series }: Exclude<Completeness, { queryError: unknown }>): number {
  return [...series.values()].reduce((sum, { held }) => sum + held, 0)
}

/** Nodes that run their configuration for long are counted apart from those that do not, whose count looks back less. */
function partsOf(nodes: readonly CountedNode[], state: State): (readonly CountedNode[])[] {
  const isOld = ({ jobs, loadedFor }: CountedNode): boolean =>
    loadedFor >= countWindow(Math.max(...jobs.map(({ interval }) => interval)))
  const [old, young] = [nodes.filter(isOld), nodes.filter((node) => !isOld(node))]
  return [...packed(young, state), ...packed(old, state)]
}

function packed(nodes: readonly CountedNode[], { sizes, series }: State): CountedNode[][] {
  const parts: CountedNode[][] = []
  let room = 0
  for (const node of nodes) {
    const size = sizes.get(node.name) ?? USUAL
    if (parts.length === 0 || size > room) {
      parts.push([])
      room = series
    }
    parts.at(-1)?.push(node)
    room -= size
  }
  return parts
}
