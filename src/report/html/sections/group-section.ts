import type { NodeReport, Report } from '../../../model/report.ts'
import { foldedNodes } from '../folded-nodes.ts'
import { html, type Markup } from '../markup.ts'
import type { PageSection } from '../page-section.ts'
import { type SharedRow, sharedRows } from '../shared-rows.ts'

/** Kolla puts a node into dozens of groups, many nodes into the same: each set is told once. */
export function groupSection({ nodes }: Report): PageSection {
  const rows = groupSets(nodes)
  const body = html`<dl class="groups">${rows.map(
    (
      { cells, nodes: members },
      at,
    ) => html`<div id="g${at}"><dt>${foldedNodes(members)}</dt><dd>${cells.length === 0 ? '–' : cells.join(', ')}</dd></div>
`,
  )}</dl>`
  return { name: 'groups', body }
}

/** The place of each node's set of groups in the section. */
export function groupSetsByNode({ nodes }: Report): ReadonlyMap<string, number> {
  return new Map(
    groupSets(nodes).flatMap(({ nodes: members }, at) => members.map((node) => [node, at] as const)),
  )
}

function groupSets(nodes: readonly NodeReport[]): readonly SharedRow[] {
  return sharedRows(nodes, ({ groups }) => [groups])
}

/** A node's groups, as a link to where they are told. */
export function groupLink(node: NodeReport, { set, top }: { set: number; top: string }): Markup {
  const more = node.groups.length - 1
  return html`<a href="#g${set}">${top === '' ? '–' : top}${more > 0 ? ` +${more}` : ''}</a>`
}
