import { foldedNodes } from './folded-nodes.ts'
import { html, type Markup, translated } from './markup.ts'
import type { SharedRow } from './shared-rows.ts'

const MOST_ROWS = 100

/** Rows with the nodes that they are true of; what is beyond a hundred is counted. */
export function sharedTable(
  rows: readonly SharedRow[],
  { columns, label }: { columns: readonly Markup[]; label: string },
): Markup {
  const heads = [...columns, translated(({ labels }) => labels.headings.nodes)]
  const more = rows.length - MOST_ROWS
  return html`<div class="wide" tabindex="0" role="group" aria-labelledby="${label}"><table>
<thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>${rows.slice(0, MOST_ROWS).map(
    ({ cells: [first = '', ...cells], nodes }) =>
      html`<tr><th scope="row">${first === '' ? '–' : first}</th>${cells.map((cell) => html`<td>${cell}</td>`)}<td>${foldedNodes(nodes)}</td></tr>
`,
  )}</tbody></table></div>${more > 0 ? html`<p class="hint">${translated(({ page }) => page.more(more))}</p>` : html``}`
}
