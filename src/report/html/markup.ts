import { catalog } from '../../messages/catalog.ts'
import { LANGUAGES, type Language } from '../../messages/language.ts'
import type { Catalog } from '../../messages/types/catalog.ts'
import { safeText } from '../../values/safe-text.ts'

/** HTML that was made here. Only `html` makes it, so that whatever else is put into a page is escaped. */
export interface Markup {
  readonly markup: string
}

type MarkupPart = string | number | Markup | readonly Markup[]

/** A piece of HTML; strings put into it become text, lists of pieces are joined. */
export function html(literals: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup {
  const markup = literals.reduce((text, literal, at) => text + rendered(parts[at - 1]) + literal)
  return { markup }
}

type Translated = (messages: Catalog, language: Language) => string

/** Text in every language, of which the page shows one; text that is the same in all comes once. */
export function translated(text: Translated): Markup {
  return inEach((language) => html`${text(catalog(language), language)}`)
}

/** Like `translated`, for sentences: a `command` in backticks becomes code. */
export function translatedProse(text: Translated): Markup {
  return inEach((language) => prose(text(catalog(language), language)))
}

function inEach(piece: (language: Language) => Markup): Markup {
  const [first, ...others] = LANGUAGES.map((language) => ({ language, piece: piece(language) }))
  if (first === undefined || others.every((translation) => translation.piece.markup === first.piece.markup))
    return first?.piece ?? html``
  return html`${[first, ...others].map(({ language, piece: text }) => html`<span lang="${language}">${text}</span>`)}`
}

function prose(text: string): Markup {
  return html`${text
    .split(/`([^`]+)`/u)
    .map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))}`
}

function rendered(part: MarkupPart | undefined): string {
  if (part === undefined) return ''
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part))
  return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('')
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return safeText(text).replaceAll(/[&<>"']/gu, (character) => ENTITIES[character] ?? '')
}
