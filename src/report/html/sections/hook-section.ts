import type { HookRun } from '../../../model/hook.ts'
import type { Report } from '../../../model/report.ts'
import { explainHook } from '../../digest/hook-failure.ts'
import { hookNote } from '../../summary/hook-lines.ts'
import { html, type Markup, translated, translatedProse } from '../markup.ts'
import type { PageSection } from '../page-section.ts'

/** The operator's own commands that ran, or would; nothing where there were none. */
export function hookSections({ hooks = [] }: Report): readonly PageSection[] {
  return hooks.length === 0 ? [] : [{ name: 'hooks', body: html`${table(hooks)}${hooks.map(printed)}` }]
}

function table(hooks: readonly HookRun[]): Markup {
  const columns = (['hook', 'command', 'took', 'ended'] as const).map(
    (name) => html`<th scope="col">${translated(({ page }) => page.columns[name])}</th>`,
  )
  return html`<div class="wide" tabindex="0" role="group" aria-labelledby="h-hooks"><table class="phases">
<thead><tr>${columns}</tr></thead><tbody>${hooks.map(row)}</tbody></table></div>`
}

const STANDING = { done: 'b-done', failed: 'bad', planned: '' } as const
const MARK = { done: '✓', failed: '✗', planned: '–' } as const

function row(run: HookRun): Markup {
  const { hook, command, outcome, milliseconds } = run
  const took =
    milliseconds === undefined ? html`–` : translated(({ summary }) => summary.duration(milliseconds))
  const note = translated((_, language) => hookNote(run, language))
  const remedy = translatedProse((_, language) => explainHook(run, language)?.remedy ?? '')
  return html`<tr><th scope="row">${hook}</th><td><code>${command}</code></td><td>${took}</td><td><span class="${STANDING[outcome]}">${MARK[outcome]} ${note}</span>${outcome === 'failed' ? html`<br>${remedy}` : html``}</td></tr>
`
}

/** What it printed, at hand where it failed. */
function printed({ hook, batch, command, outcome, output }: HookRun): Markup {
  if (output === undefined || output === '') return html``
  const which = batch === undefined ? html`` : translated(({ summary }) => `${summary.hookOfBatch(batch)} `)
  return html`<details class="printed"${outcome === 'failed' ? html` open` : html``}><summary>${hook} ${which}<code>${command}</code></summary><pre tabindex="0">${output}</pre></details>
`
}
