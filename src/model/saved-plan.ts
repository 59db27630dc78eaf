import type { PinnedNode } from './report.ts'

/** Names of nodes, batch by batch. */
export type Batches = readonly (readonly string[])[]

/** A plan that is to be applied as it is. */
export interface Pinned {
  readonly nodes: ReadonlyMap<string, PinnedNode>
  readonly batches: Batches
}
