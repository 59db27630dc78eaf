import type { PageMessages } from '../../messages/types/page.ts'
import { html, type Markup, translated } from './markup.ts'

export type SectionName = keyof PageMessages['sections']

/** A part of the page under a heading of its own; the contents are made from all of them. */
export interface PageSection {
  readonly name: SectionName
  readonly body: Markup
}

export function sectionMarkup({ name, body }: PageSection): Markup {
  return html`<section id="${name}" aria-labelledby="h-${name}">
<h2 id="h-${name}">${title(name)}</h2>
${body}
</section>
`
}

/** Links to all sections. */
export function contents(sections: readonly PageSection[]): Markup {
  const links = sections.map(({ name }) => html`<a href="#${name}">${title(name)}</a> `)
  return html`<nav class="contents" aria-labelledby="h-contents"><b id="h-contents">${translated(({ page }) => page.contents)}</b> ${links}</nav>`
}

function title(name: SectionName): Markup {
  return translated(({ page }) => page.sections[name])
}
