import { LANGUAGES, type Language } from '../../../messages/language.ts'
import type { Report } from '../../../model/report.ts'
import { type SharedCause, sharedCauses } from '../../digest/causes.ts'
import { leftoversOf } from '../../digest/leftovers.ts'
import { foldedNodes } from '../folded-nodes.ts'
import { html, type Markup, translated, translatedProse } from '../markup.ts'
import type { PageSection } from '../page-section.ts'

/** More than these are folded away: with so many, an operator starts with the most frequent. */
const MOST_CARDS = 25

/** A cause's words in the language that is asked for. */
type CauseIn = (language: Language) => SharedCause | undefined

/** Each cause once, with its remedy, its nodes folded, and what was said. */
export function causeSection(report: Report): PageSection {
  const causes = new Map(LANGUAGES.map((language) => [language, sharedCauses(report, language)]))
  const ids = new Map(report.nodes.map(({ node }, at) => [node, at]))
  const count = causes.get('en')?.length ?? 0
  const cards = Array.from({ length: count }, (_, at) =>
    card((language) => causes.get(language)?.[at], at, ids),
  )
  const more = cards.slice(MOST_CARDS)
  const body = html`${count === 0 ? nothingFailed() : cards.slice(0, MOST_CARDS)}${
    more.length === 0
      ? html``
      : html`<details><summary>${translated(({ page }) => page.more(more.length))}</summary>${more}</details>`
  }${leftovers(report)}`
  return { name: 'causes', body }
}

/** Which causes each node has, as `data-causes` has them: the place of each among the cards. */
export function causesByNode(report: Report): ReadonlyMap<string, readonly number[]> {
  const byNode = new Map<string, number[]>()
  for (const [at, { nodes }] of sharedCauses(report, 'en').entries())
    for (const node of nodes) byNode.set(node, [...(byNode.get(node) ?? []), at])
  return byNode
}

function nothingFailed(): Markup {
  return html`<p class="good">✓ ${translated(({ page }) => page.nothingFailed)}</p>`
}

function card(cause: CauseIn, at: number, ids: ReadonlyMap<string, number>): Markup {
  const { nodes = [], alike = true, evidence = '' } = cause('en') ?? {}
  const heading = (name: 'nodes' | 'remedy' | 'found'): Markup =>
    translated(({ labels }) => labels.headings[name])
  const [first = ''] = nodes
  const likewise = alike
    ? html``
    : html`<small>${translated(({ summary }) => summary.likewise(first))}</small>`
  const hasRemedy = (cause('en')?.explanation.remedy ?? '') !== ''
  return html`<article class="cause" aria-labelledby="c${at}">
<h3 id="c${at}"><span class="count">${translated(({ summary }) => summary.nodes(nodes.length))}</span> ${translatedProse((_, language) => cause(language)?.explanation.problem ?? '')}</h3>
<dl>${hasRemedy ? html`<dt>${heading('remedy')}</dt><dd class="remedy">${translatedProse((_, language) => cause(language)?.explanation.remedy ?? '')}</dd>` : html``}
<dt>${heading('nodes')}</dt><dd>${foldedNodes(nodes)} <a class="pick" href="#n${ids.get(first) ?? 0}" data-cause="${at}" aria-describedby="c${at}">${translated(({ page }) => page.showNodes)}</a> ${likewise}</dd>
${evidence === '' ? html`` : html`<dt>${heading('found')}</dt><dd><pre tabindex="0">${evidence}</pre></dd>`}</dl>
</article>
`
}

/** What an interrupted run left where. */
function leftovers(report: Report): Markup {
  const rows = leftoversOf(report)
  if (rows.length === 0) return html``
  return html`<article class="cause left" aria-labelledby="left"><h3 id="left">${translated(({ labels }) => labels.headings.interrupted)}</h3>
<dl>${rows.map(({ phase, nodes }) => html`<dt>${translated(({ labels }) => (phase === 'nowhere' ? '–' : labels.phases[phase]))}</dt><dd>${translated(({ summary }) => summary.left[phase])}<br>${foldedNodes(nodes)}</dd>`)}</dl></article>
`
}
