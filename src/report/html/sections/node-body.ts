import { catalog } from '../../../messages/catalog.ts'
import type { Language } from '../../../messages/language.ts'
import type { NodeReport, Step } from '../../../model/report.ts'
import { causesOf, evidenceOf, explain } from '../../digest/causes.ts'
import { chain } from '../check-chain.ts'
import { html, type Markup, translated, translatedProse } from '../markup.ts'
import { topGroupOf } from './fleet-section.ts'
import { groupLink } from './group-section.ts'
import { clock } from './phase-table.ts'

/** What is behind a node's line. */
export function nodeBody(node: NodeReport, set: number): Markup {
  const rows = [
    reasons(node),
    elsewhere(node),
    steps(node),
    generation(node),
    rolledBack(node),
    gap(node),
    unsent(node),
  ]
  const groups = row('groups', groupLink(node, { set, top: topGroupOf(node) }))
  return html`<div class="body">${[failures(node), chain(node.checks)]}<dl class="about">${[...rows, groups]}</dl></div>`
}

/** What stopped the node before its checks. */
function failures(node: NodeReport): Markup {
  const remedy = translated(({ labels }) => labels.headings.remedy)
  return html`${causesOf(node)
    .filter((cause) => 'failure' in cause)
    .map((cause) => {
      const evidence = evidenceOf(cause)
      return html`<p class="what">${translatedProse((_, language) => explain(cause, language).problem)}</p>
<p><b>${remedy}:</b> ${translatedProse((_, language) => explain(cause, language).remedy)}</p>${evidence === '' ? html`` : html`<pre tabindex="0">${evidence}</pre>`}`
    })}`
}

function row(
  name: 'steps' | 'generation' | 'groups' | 'reasons' | 'elsewhere' | 'rollback' | 'gap' | 'unsent',
  value: Markup,
): Markup {
  return html`<dt>${translated(({ page }) => page[name])}</dt><dd>${value}</dd>`
}

/** Why the node got its verdict: found → desired. */
function reasons({ reasons: rows }: NodeReport): Markup {
  if (rows.length === 0) return html``
  return row(
    'reasons',
    html`${rows.map(({ field, current, desired }) => html`<div>${field}: ${current} → ${desired}</div>`)}`,
  )
}

function elsewhere({ differences = [] }: NodeReport): Markup {
  if (differences.length === 0) return html``
  return row(
    'elsewhere',
    html`${differences.map(({ job, expected, found, used }) => html`<div>${job}: ${expected} → ${found} → ${used}</div>`)}`,
  )
}

/** When each phase began and what it took, in one line: a gap is time in which the node waited. */
function steps(node: NodeReport): Markup {
  if (node.steps.length === 0) return html``
  return row(
    'steps',
    translated((_, language) => node.steps.map((step) => told(step, language)).join(' · ')),
  )
}

function told({ phase, from, to, outcome }: Step, language: Language): string {
  const { labels } = catalog(language)
  const worked = `${clock(from)} ${labels.phases[phase]} ${catalog(language).summary.duration(to - from)}`
  return outcome === 'unchanged' ? worked : `${worked} (${labels.outcomes[outcome]})`
}

function generation({ generation: name }: NodeReport): Markup {
  return name === undefined ? html`` : row('generation', html`<code>${name}</code>`)
}

function rolledBack({ rollback }: NodeReport): Markup {
  if (rollback === undefined) return html``
  return row(
    'rollback',
    translated(({ summary }) => summary.rolledBack(rollback)),
  )
}

/** What Mimir has no samples of. */
function gap({ gap: seconds }: NodeReport): Markup {
  if (seconds === undefined) return html``
  return row(
    'gap',
    translated(({ summary }) => summary.duration(seconds * 1000)),
  )
}

/** What the worker had left to send when it was stopped. */
function unsent({ unsent: samples }: NodeReport): Markup {
  if (samples === undefined) return html``
  return row(
    'unsent',
    translated(({ page }) => page.samples(samples)),
  )
}
