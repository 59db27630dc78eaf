import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { catalog } from '../../messages/catalog.ts'
import { LANGUAGES, type Language } from '../../messages/language.ts'
import type { Report } from '../../model/report.ts'
import { totalsOf } from '../digest/totals.ts'
import { html, type Markup, translated } from './markup.ts'
import { contents, type PageSection, sectionMarkup } from './page-section.ts'
import { batchSections } from './sections/batch-section.ts'
import { causeSection } from './sections/cause-section.ts'
import { changeSection } from './sections/change-section.ts'
import { exporterSection } from './sections/exporter-section.ts'
import { fleetSection } from './sections/fleet-section.ts'
import { groupSection } from './sections/group-section.ts'
import { pageHeader } from './sections/header.ts'
import { hookSections } from './sections/hook-section.ts'
import { nodeSection } from './sections/node-section.ts'
import { timelineSection } from './sections/timeline-section.ts'

/** The page's only style sheet and only script. Which language, colours and nodes are shown, radio buttons decide. */
const STYLE = `${fileBeside('page.css')}${LANGUAGES.map(onlyIn).join('')}`
const SCRIPT = fileBeside('page.js')

/**
 * report.html: one file that needs no network and no script, in both languages, `language` shown first. Its policy
 * allows this style and this script alone, so that text which got in by mistake could still do nothing.
 */
export function reportHtml(report: Report, language: Language): string {
  const policy = `default-src 'none'; style-src ${hashOf(STYLE)}; script-src ${hashOf(SCRIPT)}; base-uri 'none'; form-action 'none'`
  const { markup } = html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${titleOf(report, language)}</title>
<style>${{ markup: STYLE }}</style></head>
<body><a class="skip" href="#causes">${translated(({ page }) => page.skip)}</a>
${pageHeader(report, language)}
${body(report, language)}
<script>${{ markup: SCRIPT }}</script></body></html>
`
  return markup
}

/** Causes and fleet stand side by side where there is room: what to do, and where. */
function body(report: Report, language: Language): Markup {
  const first = [causeSection(report), fleetSection(report, language)]
  const others: readonly PageSection[] = [
    ...batchSections(report),
    ...hookSections(report),
    nodeSection(report),
    timelineSection(report, language),
    exporterSection(report),
    changeSection(report),
    groupSection(report),
  ]
  return html`${contents([...first, ...others])}
<main><div class="first">${first.map(sectionMarkup)}</div>
${others.map(sectionMarkup)}</main>`
}

function titleOf(report: Report, language: Language): string {
  const messages = catalog(language).page
  return `${messages.headline(totalsOf(report))} · ${messages.title(report.verb)}`
}

/** Of a text in all languages, the page shows that of the language that is chosen. */
function onlyIn(language: Language): string {
  return `body:has(#lang-${language}:checked) [lang]:not([lang="${language}"], .name) { display: none }\n`
}

function fileBeside(name: string): string {
  return readFileSync(new URL(`page/${name}`, import.meta.url), 'utf8')
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
