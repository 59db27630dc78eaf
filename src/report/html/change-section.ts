import type { NodeReport, Reason, Report } from '../../model/report.ts'
import { labelsIn, pageWordsIn, sentencesIn } from '../../words/words.ts'
import { byName, fold } from '../fold.ts'
import { both, html, type Markup } from './markup.ts'

const MOST_ROWS = 100
const LONGEST_LIST = 160

/** What was found against what was wanted, the same for many nodes in one row. */
export function changeSection({ nodes }: Report): Markup {
  const groups = new Map<string, { reason: Reason; nodes: string[] }>()
  for (const node of nodes) for (const reason of node.reasons) collect(groups, node, reason)
  const rows = [...groups.values()].sort(
    (left, right) => right.nodes.length - left.nodes.length || byName(left.reason.field, right.reason.field),
  )
  return html`<section aria-labelledby="h-changes">
<h2 id="h-changes">${both((one) => pageWordsIn(one).sections.changes)}</h2>
${rows.length === 0 ? html`<p>${both((one) => pageWordsIn(one).unchanged)}</p>` : table(rows)}
</section>`
}

function collect(
  groups: Map<string, { reason: Reason; nodes: string[] }>,
  node: NodeReport,
  reason: Reason,
): void {
  const key = JSON.stringify([reason.field, reason.current, reason.desired])
  const group = groups.get(key)
  if (group === undefined) groups.set(key, { reason, nodes: [node.node] })
  else group.nodes.push(node.node)
}

function table(rows: readonly { reason: Reason; nodes: readonly string[] }[]): Markup {
  const column = (name: 'field' | 'found' | 'wanted') => both((one) => pageWordsIn(one).columns[name])
  const more = rows.length - MOST_ROWS
  return html`<div class="wide" tabindex="0" role="group" aria-labelledby="h-changes"><table>
<thead><tr><th scope="col">${column('field')}</th><th scope="col">${column('found')}</th><th scope="col">${column('wanted')}</th><th scope="col">${both((one) => labelsIn(one).headings.nodes)}</th></tr></thead>
<tbody>${rows.slice(0, MOST_ROWS).map(
    ({ reason, nodes }) =>
      html`<tr><th scope="row">${reason.field}</th><td>${reason.current}</td><td>${reason.desired}</td><td>${named(nodes)}</td></tr>
`,
  )}</tbody></table></div>${more > 0 ? html`<p class="hint">${both((one) => pageWordsIn(one).more(more))}</p>` : html``}`
}

/** A long list opens when it is asked for. */
function named(nodes: readonly string[]): Markup {
  const folded = fold(nodes)
  if (folded.length <= LONGEST_LIST) return html`${folded} (${nodes.length})`
  return html`<details><summary>${both((one) => sentencesIn(one).nodes(nodes.length))}</summary>${folded}</details>`
}
