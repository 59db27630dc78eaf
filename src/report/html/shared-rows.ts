import type { NodeReport } from '../../model/report.ts'
import { byName } from '../text/fold.ts'

/** A row of a table that is the same for some nodes. */
export interface SharedRow {
  /** What the row says, cell by cell; equal cells make equal rows. */
  readonly cells: readonly string[]
  readonly nodes: readonly string[]
}

/** Equal rows of many nodes as one, the most frequent first. */
export function sharedRows(
  nodes: readonly NodeReport[],
  rowsOf: (node: NodeReport) => readonly (readonly string[])[],
): readonly SharedRow[] {
  const shared = new Map<string, { cells: readonly string[]; nodes: string[] }>()
  for (const node of nodes)
    for (const cells of rowsOf(node)) {
      const key = JSON.stringify(cells)
      const row = shared.get(key)
      if (row === undefined) shared.set(key, { cells, nodes: [node.node] })
      else row.nodes.push(node.node)
    }
  return [...shared.values()].sort(
    (left, right) =>
      right.nodes.length - left.nodes.length || byName(left.cells[0] ?? '', right.cells[0] ?? ''),
  )
}
