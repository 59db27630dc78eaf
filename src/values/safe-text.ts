import { stripVTControlCharacters } from 'node:util'

declare const safe: unique symbol

/** Text that may reach a terminal, a report or a journal: free of control, escape and direction-changing characters. */
export type SafeText = string & { readonly [safe]: true }

const LONGEST = 4000

/** Whatever moves a cursor, rings, hides, turns the reading direction or is half a character; not newline and tab. */
export const UNSAFE = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** What is left of a character that was cut in two. */
const HALF = /\p{Cs}$/u

/**
 * The one gate through which bytes from a node, a registry or Mimir become text.
 * Escape sequences are removed, other dangerous characters made visible as \u{…}, the rest cut at `limit` characters.
 */
export function safeText(raw: string | Uint8Array, limit: number = LONGEST): SafeText {
  const text = typeof raw === 'string' ? raw : new TextDecoder().decode(raw)
  const clean = stripVTControlCharacters(text.replaceAll('\r\n', '\n')).replace(UNSAFE, visible)
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the only place where text becomes safe
  return (clean.length > limit ? `${clean.slice(0, limit).replace(HALF, '')}…` : clean) as SafeText
}

/** Safe text on one line, for a table row or a sentence. */
export function safeLine(raw: string | Uint8Array, limit = 300): SafeText {
  const joined = safeText(raw)
    .split(/\s*\n\s*/u)
    .filter((part) => part !== '')
    .join(' ⏎ ')
    .replaceAll('\t', ' ')
  return safeText(joined, limit)
}

function visible(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}
