import { pageWordsIn, sentencesIn } from '../../../messages/explain.ts'
import type { Course, Report } from '../../../model/report.ts'
import { isTelling } from '../../digest/batch-rows.ts'
import { foldedNodes } from '../folded-nodes.ts'
import { both, html, type Markup } from '../markup.ts'
import type { PageSection } from '../page-section.ts'

/** What became of each batch and why there were no more; nothing where there is nothing to tell. */
export function courseSections({ course }: Report): readonly PageSection[] {
  if (course === undefined || !isTelling(course)) return []
  return [{ name: 'course', body: html`${ending(course)}${table(course)}` }]
}

function ending({ budget, ending: how, why }: Course): Markup {
  return html`<p><b>${both((one) => sentencesIn(one).endings[how])}</b> · ${both((one) => sentencesIn(one).budget(budget))}${
    why === undefined ? html`` : html`<br>${why}`
  }</p>`
}

function table({ batches }: Course): Markup {
  const columns = (['batch', 'standing', 'nodes'] as const).map(
    (name) => html`<th scope="col">${both((one) => pageWordsIn(one).columns[name])}</th>`,
  )
  return html`<div class="wide" tabindex="0" role="group" aria-labelledby="h-course"><table class="phases">
<thead><tr>${columns}</tr></thead><tbody>${batches.map(
    ({ nodes, standing }, at) =>
      html`<tr><th scope="row">${at + 1}</th><td class="b-${standing}">${both((one) => sentencesIn(one).batchStandings[standing])}</td><td>${foldedNodes(nodes)}</td></tr>
`,
  )}</tbody></table></div>`
}
