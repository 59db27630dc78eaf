import { createHash } from 'node:crypto'
import type { Report } from '../../model/report.ts'
import { LANGUAGES, type Language } from '../../words/language.ts'
import { labelsIn, pageWordsIn, sentencesIn } from '../../words/words.ts'
import { totalsOf } from '../totals.ts'
import { causeSection } from './cause-section.ts'
import { changeSection } from './change-section.ts'
import { glanceSection } from './glance.ts'
import { both, html, type Markup } from './markup.ts'
import { nodeSection } from './node-section.ts'
import { PAGE_SCRIPT } from './page-script.ts'
import { PAGE_STYLE } from './page-style.ts'
import { timelineSection } from './timeline.ts'

const FILTERS = ['all', 'bad', 'verified', 'failed', 'rolled-back', 'interrupted', 'untouched'] as const
const THEMES = ['auto', 'light', 'dark'] as const

/**
 * report.html: one file that needs no network and no script, in both languages, `language` shown first. Its policy
 * allows this style and this script alone, so that text which got in by mistake could still do nothing.
 */
export function reportHtml(report: Report, language: Language): string {
  const words = pageWordsIn(language)
  const policy = `default-src 'none'; style-src ${hashOf(PAGE_STYLE)}; script-src ${hashOf(PAGE_SCRIPT)}; base-uri 'none'; form-action 'none'`
  const page = html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${words.title(report.verb)} · ${sentencesIn(language).totals(totalsOf(report))}</title>
<style>${{ markup: PAGE_STYLE }}</style></head>
<body><a class="skip" href="#causes">${both((one) => pageWordsIn(one).skip)}</a>
<header>${heading(report)}${controls(language)}</header>
<main>${[glanceSection(report, language), causeSection(report), changeSection(report), timelineSection(report, language), nodeSection(report)]}</main>
<script>${{ markup: PAGE_SCRIPT }}</script></body></html>
`
  return page.markup
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}

function heading(report: Report): Markup {
  const totals = totalsOf(report)
  const standing = totals.failed > 0 ? 'failed' : totals.verified === totals.nodes ? 'verified' : 'untouched'
  const facts = [
    ['tenant', html`${report.tenant}`],
    ['manifest', html`${report.manifest}`],
    ['started', html`<time datetime="${report.startedAt}">${report.startedAt}</time>`],
    ['took', both((one) => sentencesIn(one).duration(report.milliseconds))],
    ['run', html`<code>${report.run}</code>`],
  ] as const
  return html`<h1>${both((one) => pageWordsIn(one).title(report.verb))}</h1>
<p class="totals ${standing}">${both((one) => sentencesIn(one).totals(totals))}</p>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${both((one) => pageWordsIn(one).facts[name])}</dt><dd>${value}</dd></div>`)}</dl>
${report.interrupted ? html`<p class="warning">${both((one) => labelsIn(one).states.interrupted)}</p>` : html``}
${report.warnings.map((text) => html`<p class="warning">${both((one) => labelsIn(one).headings.warning)}: ${text}</p>`)}`
}

const NAMES: Readonly<Record<Language, string>> = { en: 'English', ko: '한국어' }

function controls(language: Language): Markup {
  const languages = LANGUAGES.map((one) =>
    choice('lang', one, { checked: one === language, label: html`${NAMES[one]}` }),
  )
  const themes = THEMES.map((theme) =>
    choice('theme', theme, {
      checked: theme === 'auto',
      label: both((one) => pageWordsIn(one).themes[theme]),
    }),
  )
  const filters = FILTERS.map((filter) =>
    choice('show', filter, {
      checked: filter === 'all',
      label: both((one) => pageWordsIn(one).filters[filter]),
    }),
  )
  const legend = (name: 'language' | 'theme' | 'show') =>
    html`<legend>${both((one) => pageWordsIn(one)[name])}</legend>`
  return html`<div class="controls"><fieldset>${legend('language')}${languages}</fieldset>
<fieldset>${legend('theme')}${themes}</fieldset><fieldset>${legend('show')}${filters}</fieldset>${finder()}</div>`
}

function choice(
  name: string,
  value: string,
  { checked, label }: { checked: boolean; label: Markup },
): Markup {
  const state = checked ? html` checked` : html``
  return html`<label><input type="radio" name="${name}" id="${name}-${value}" value="${value}"${state}>${label}</label>`
}

/** Shown by the script, without which it could do nothing. */
function finder(): Markup {
  const [en, ko] = LANGUAGES.map((one) => pageWordsIn(one))
  return html`<span id="finder" hidden><input type="search" id="search" autocomplete="off" data-en="${en?.searchHint ?? ''}" data-ko="${ko?.searchHint ?? ''}" data-en-label="${en?.search ?? ''}" data-ko-label="${ko?.search ?? ''}"> <output id="count" for="search"></output></span>`
}
