import type { HookRun } from '../../model/hook.ts'
import type { Report } from '../../model/report.ts'
import { pageWordsIn, sentencesIn } from '../../words/words.ts'
import { hookNote } from '../hook-lines.ts'
import { both, html, type Markup } from './markup.ts'
import type { PageSection } from './page-section.ts'

/** The operator's own commands that ran, or would; nothing where there were none. */
export function hookSections({ hooks = [] }: Report): readonly PageSection[] {
  return hooks.length === 0 ? [] : [{ name: 'hooks', body: table(hooks) }]
}

function table(hooks: readonly HookRun[]): Markup {
  const columns = (['hook', 'command', 'took', 'ended', 'output'] as const).map(
    (name) => html`<th scope="col">${both((one) => pageWordsIn(one).columns[name])}</th>`,
  )
  return html`<div class="wide" tabindex="0" role="group" aria-labelledby="h-hooks"><table class="phases">
<thead><tr>${columns}</tr></thead><tbody>${hooks.map(row)}</tbody></table></div>`
}

const STANDING = { done: 'b-done', failed: 'bad', planned: '' } as const

function row(run: HookRun): Markup {
  const { hook, command, outcome, milliseconds, output = '' } = run
  const took = milliseconds === undefined ? html`–` : both((one) => sentencesIn(one).duration(milliseconds))
  const mark = { done: '✓', failed: '✗', planned: '–' }[outcome]
  const printed = output === '' ? html`` : html`<pre tabindex="0">${output}</pre>`
  return html`<tr><th scope="row">${hook}</th><td><code>${command}</code></td><td>${took}</td><td class="${STANDING[outcome]}">${mark} ${both((one) => hookNote(run, one))}</td><td>${printed}</td></tr>
`
}
