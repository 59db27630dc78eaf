import type { PinnedNode } from './report.ts'

/** A plan that is to be applied as it is. */
export interface Pinned {
  readonly nodes: ReadonlyMap<string, PinnedNode>
  readonly batches: readonly (readonly string[])[]
}
