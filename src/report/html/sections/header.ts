import { catalog } from '../../../messages/catalog.ts'
import { LANGUAGES, type Language } from '../../../messages/language.ts'
import type { Totals } from '../../../messages/types/summary.ts'
import { isRefusal } from '../../../model/hook.ts'
import type { Report } from '../../../model/report.ts'
import { sharedWarnings } from '../../digest/causes.ts'
import { totalsOf } from '../../digest/totals.ts'
import { choice } from '../choice.ts'
import { foldedNodes } from '../folded-nodes.ts'
import { html, type Markup, translated, translatedProse } from '../markup.ts'
import { type HtmlState, STANDINGS, standingOf } from '../node-state.ts'

const THEMES = ['auto', 'light', 'dark'] as const
const MOST_WARNINGS = 5

/** What is to be seen first: how it ended, in what proportion, of which run. */
export function pageHeader(report: Report, language: Language): Markup {
  const totals = totalsOf(report)
  return html`<header>
<div class="top"><h1>${translated(({ page }) => page.title(report.verb))}</h1>${preferences(language)}</div>
<div class="headline ${mood(totals)}"><p class="verdict">${translated(({ page }) => page.headline(totals))}</p>
<p>${translated(({ summary }) => summary.totals(totals))}</p>${proportions(report)}</div>
${[facts(report), interruption(report), refusal(report), warnings(report)]}
</header>`
}

function mood({ failed, verified, nodes }: Totals): HtmlState {
  if (failed > 0) return 'failed'
  return verified === nodes && nodes > 0 ? 'verified' : 'interrupted'
}

/** The states as lengths; the legend of the fleet says them in words. */
function proportions({ nodes }: Report): Markup {
  const parts = STANDINGS.map((standing) => ({
    standing,
    count: nodes.filter((node) => standingOf(node) === standing).length,
  })).filter(({ count }) => count > 0)
  let x = 0
  const bars = parts.map(({ standing, count }) => {
    const width = Math.max(1, (count / nodes.length) * 1000)
    x += width
    return html`<rect class="f-${standing}" x="${round(x - width)}" width="${round(width)}" height="10"/>`
  })
  return html`<svg class="share" viewBox="0 0 ${Math.max(1, round(x))} 10" preserveAspectRatio="none" aria-hidden="true">${bars}</svg>`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function facts(report: Report): Markup {
  const rows = [
    ['tenant', html`${report.tenant}`],
    ['manifest', html`${report.manifest}`],
    ['started', html`<time datetime="${report.startedAt}">${clockTime(report.startedAt)}</time>`],
    ['took', translated(({ summary }) => summary.duration(report.milliseconds))],
    ['run', html`<code>${report.run}</code>`],
  ] as const
  return html`<dl class="facts">${rows.map(([name, value]) => html`<div><dt>${translated(({ page }) => page.facts[name])}</dt><dd>${value}</dd></div>`)}</dl>`
}

/** `2026-11-22 20:00:00 UTC`. */
function clockTime(iso: string): string {
  return iso.replace(/^([\d-]+)T([\d:]+)(?:\.\d+)?Z$/u, '$1 $2 UTC')
}

function interruption({ interrupted }: Report): Markup {
  if (!interrupted) return html``
  return html`<p class="warning">${translated(({ page }) => page.interrupted)}</p>`
}

/** The nodes may all be well where the operator's own test of the last batch was not. */
function refusal({ hooks = [] }: Report): Markup {
  if (!hooks.some(isRefusal)) return html``
  return html`<p class="warning">${translated(({ page }) => page.hookFailed)}</p>`
}

function warnings(report: Report): Markup {
  const lines = [...report.warnings.map((text) => html`${text}`), ...checkWarnings(report)].map(
    (text) => html`<li><b>${translated(({ labels }) => labels.headings.warning)}</b> ${text}</li>`,
  )
  const more = lines.slice(MOST_WARNINGS)
  if (lines.length === 0) return html``
  return html`<ul class="warnings">${lines.slice(0, MOST_WARNINGS)}</ul>${
    more.length === 0
      ? html``
      : html`<details><summary>${translated(({ page }) => page.more(more.length))}</summary><ul class="warnings">${more}</ul></details>`
  }`
}

/** What is wrong beside what was checked: its nodes, what it is, and what to do. */
function checkWarnings(report: Report): Markup[] {
  const found = new Map(LANGUAGES.map((language) => [language, sharedWarnings(report, language)]))
  return (found.get('en') ?? []).map(({ nodes }, at) => {
    const said = (language: Language): string => {
      const { problem = '', remedy = '' } = found.get(language)?.[at]?.explanation ?? {}
      return `${problem}. ${remedy}`
    }
    return html`${foldedNodes(nodes)}: ${translatedProse((_, language) => said(language))}`
  })
}

function preferences(language: Language): Markup {
  const languages = LANGUAGES.map((name) =>
    choice('lang', name, {
      checked: name === language,
      label: html`<span lang="${name}" class="name">${catalog(name).name}</span>`,
    }),
  )
  const themes = THEMES.map((theme) =>
    choice('theme', theme, {
      checked: theme === 'auto',
      label: translated(({ page }) => page.themes[theme]),
    }),
  )
  const legend = (name: 'language' | 'theme'): Markup =>
    html`<legend>${translated(({ page }) => page[name])}</legend>`
  return html`<div class="preferences"><fieldset>${legend('language')}${languages}</fieldset><fieldset>${legend('theme')}${themes}</fieldset></div>`
}
