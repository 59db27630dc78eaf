import { explainFinding } from '../../messages/explain.ts'
import { type CheckResult, type Difference, isProven } from '../../model/check.ts'
import { html, type Markup, translated, translatedProse } from './markup.ts'
import { numberOf } from './node-state.ts'

/** The chain as one mark a link; for the ear, how many of them held. */
export function dots(checks: readonly CheckResult[]): Markup {
  if (checks.length === 0) return html`<span class="dots"></span>`
  const passed = checks.filter(isProven).length
  return html`<span class="dots" role="img" aria-label="${passed}/${checks.length}">${checks.map(
    ({ check, state }) =>
      state === 'passed'
        ? html`<i></i>`
        : html`<i class="${state}">${state === 'failed' ? numberOf(check) : ''}</i>`,
  )}</span>`
}

/** Every link with what was found there; what broke has its remedy. */
export function chain(checks: readonly CheckResult[]): Markup {
  if (checks.length === 0) return html``
  return html`<ol class="chain">${checks.map((result) => link(result))}</ol>`
}

function link(result: CheckResult): Markup {
  const { check, state } = result
  const told =
    state === 'passed' ? html`` : html`<em>${translated(({ labels }) => labels.checkStates[state])}</em> `
  const broken = state === 'passed' ? html`` : html` class="${state}"`
  return html`<li${broken}><b>${translated(({ labels }) => labels.checks[check])}</b> ${told}${found(result)}</li>`
}

function found({ finding, state }: CheckResult): Markup {
  const what = translatedProse((_, language) => explainFinding(finding, language).problem)
  if (state === 'passed') return what
  const remedy =
    explainFinding(finding, 'en').remedy === ''
      ? html``
      : html`<br>${translated(({ labels }) => `${labels.headings.remedy}: `)}${translatedProse((_, language) => explainFinding(finding, language).remedy)}`
  const compared = 'differences' in finding ? differences(finding.differences) : html``
  const log = 'log' in finding && finding.log !== '' ? html`<pre tabindex="0">${finding.log}</pre>` : html``
  return html`${what}${remedy}${compared}${log}`
}

function differences(rows: readonly Difference[]): Markup {
  const column = (name: 'field' | 'found' | 'desired'): Markup =>
    html`<th scope="col">${translated(({ page }) => page.columns[name])}</th>`
  return html`<div class="wide" tabindex="0"><table><thead><tr>${[column('field'), column('found'), column('desired')]}</tr></thead>
<tbody>${rows.map(({ field, expected, found: seen }) => html`<tr><th scope="row">${field === '' ? '–' : field}</th><td>${seen}</td><td>${expected}</td></tr>`)}</tbody></table></div>`
}
