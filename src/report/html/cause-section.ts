import type { Report } from '../../model/report.ts'
import { LANGUAGES, type Language } from '../../words/language.ts'
import { labelsIn, pageWordsIn, sentencesIn } from '../../words/words.ts'
import { type SharedCause, sharedCauses } from '../causes.ts'
import { fold } from '../fold.ts'
import { both, bothProse, html, type Markup } from './markup.ts'

/** Each cause once, with its nodes folded, its cure, and what was said. */
export function causeSection(report: Report): Markup {
  const causes = new Map(LANGUAGES.map((language) => [language, sharedCauses(report, language)]))
  const count = causes.get('en')?.length ?? 0
  const cards = Array.from({ length: count }, (_, at) => card((language) => causes.get(language)?.[at]))
  return html`<section aria-labelledby="h-causes" id="causes">
<h2 id="h-causes">${both((one) => pageWordsIn(one).sections.causes)}</h2>
${count === 0 ? html`<p class="good">${both((one) => pageWordsIn(one).nothingFailed)}</p>` : html`${cards}`}
</section>`
}

function card(cause: (language: Language) => SharedCause | undefined): Markup {
  const { nodes = [], alike = true, evidence = '' } = cause('en') ?? {}
  const heading = (name: 'nodes' | 'cure' | 'found') => both((one) => labelsIn(one).headings[name])
  const [first = ''] = nodes
  return html`<article class="cause">
<h3>${bothProse((one) => cause(one)?.explanation.what ?? '')}</h3>
<dl><dt>${heading('nodes')}</dt><dd><b>${fold(nodes)}</b> (${nodes.length})${
    alike ? html`` : html`<br><small>${both((one) => sentencesIn(one).likewise(first))}</small>`
  }</dd>
<dt>${heading('cure')}</dt><dd>${bothProse((one) => cause(one)?.explanation.cure ?? '')}</dd>
${evidence === '' ? html`` : html`<dt>${heading('found')}</dt><dd><pre>${evidence}</pre></dd>`}</dl>
</article>
`
}
