import { UNSAFE } from '../../values/safe-text.ts'

/** Attributes of an XML element, each after a blank. */
export function xmlAttributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlText(String(value).replaceAll('\n', ' '))}"`)
    .join('')
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** XML text: markup as entities; what XML 1.0 cannot hold at all, or what acts on a terminal, as a box. */
export function xmlText(text: string): string {
  return text
    .replaceAll(/[&<>"]/gu, (character) => ENTITIES[character] ?? '')
    .replaceAll('\t', ' ')
    .replaceAll(UNSAFE, '\uFFFD')
    .replaceAll(/[\uFFFE\uFFFF]/gu, '\uFFFD')
}
