import { listed } from '../../../messages/format.ts'
import type { Report, Rollout } from '../../../model/report.ts'
import { isWorthShowing } from '../../digest/batch-rows.ts'
import { foldedNodes } from '../folded-nodes.ts'
import { html, type Markup, translated } from '../markup.ts'
import type { PageSection } from '../page-section.ts'

/** What became of each batch and why there were no more; nothing where there is nothing to tell. */
export function batchSections({ rollout }: Report): readonly PageSection[] {
  if (rollout === undefined || !isWorthShowing(rollout)) return []
  return [{ name: 'policy', body: html`${ending(rollout)}${reasons(rollout)}${table(rollout)}` }]
}

function ending({ failures, ending: how, reason }: Rollout): Markup {
  return html`<p><b>${translated(({ summary }) => summary.endings[how])}</b> · ${translated(({ summary }) => summary.maxFailures(failures))}${
    reason === undefined ? html`` : html`<br>${reason}`
  }</p>`
}

/** Why the batches begin and end with the nodes that they do. */
function reasons({ order }: Rollout): Markup {
  const { first, last = [], canary = [] } = order ?? {}
  const lines = [
    ...(canary.length === 0 ? [] : [translated(({ summary }) => summary.canary(listed(canary)))]),
    ...(first === undefined
      ? []
      : [translated(({ summary }) => summary.batchOrder({ first, last: listed(last) }))]),
  ]
  return lines.length === 0 ? html`` : html`<p>${lines.map((line) => html`${line}<br>`)}</p>`
}

function table({ batches }: Rollout): Markup {
  const columns = (['batch', 'state', 'nodes'] as const).map(
    (name) => html`<th scope="col">${translated(({ page }) => page.columns[name])}</th>`,
  )
  return html`<div class="wide" tabindex="0" role="group" aria-labelledby="h-policy"><table class="phases">
<thead><tr>${columns}</tr></thead><tbody>${batches.map(
    ({ nodes, state }, at) =>
      html`<tr><th scope="row">${at + 1}</th><td class="b-${state}">${translated(({ summary }) => summary.batchStates[state])}</td><td>${foldedNodes(nodes)}</td></tr>
`,
  )}</tbody></table></div>`
}
