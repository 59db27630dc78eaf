declare const safe: unique symbol

/** Text that may reach a terminal, a report or a journal: free of control, escape and direction-changing characters. */
export type SafeText = string & { readonly [safe]: true }

const LONGEST = 4000

/** Whatever moves a cursor, rings, hides, turns the reading direction or is half a character; not newline and tab. */
export const UNSAFE = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** Sequences of ECMA-48: those of `ESC [`, strings for the terminal (titles, clipboards) with their end, short ones. */
const CONTROL_SEQUENCE = String.raw`(?:\x1B\[|\x9B)[0-?]*[ -/]*[@-~]`
const CONTROL_STRING = String.raw`(?:\x1B[\]PX^_]|[\x90\x98\x9D-\x9F])[^\x07\x1B\x90\x98\x9B-\x9F]*(?:\x07|\x1B\\|\x9C)`
const SHORT_SEQUENCE = String.raw`\x1B[ -/]*[0-~]`

/** No part of a sequence can begin another one, so that no text is looked at twice. */
const ESCAPES = new RegExp(`${CONTROL_SEQUENCE}|${CONTROL_STRING}|${SHORT_SEQUENCE}`, 'gu')

/** How much is looked at for each character that may be shown: the rest of it may be escape sequences. */
const LOOKED_AT = 8

/** What is left of a character that was cut in two. */
const HALF = /\p{Cs}$/u

/**
 * The one gate through which bytes from a node, a registry or Mimir become text, in time that grows with `limit` alone.
 * Escape sequences are removed, other dangerous characters made visible as \u{…}, the rest cut at `limit` characters.
 */
export function safeText(raw: string | Uint8Array, limit: number = LONGEST): SafeText {
  const most = limit * LOOKED_AT
  const text = typeof raw === 'string' ? raw.slice(0, most) : new TextDecoder().decode(raw.subarray(0, most))
  const clean = text.replaceAll('\r\n', '\n').replaceAll(ESCAPES, '').replaceAll(UNSAFE, visible)
  const isCut = clean.length > limit || raw.length > most
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the only place where text becomes safe
  return (isCut ? `${clean.slice(0, limit).replace(HALF, '')}…` : clean) as SafeText
}

/** Safe text on one line, for a table row or a sentence. */
export function safeLine(raw: string | Uint8Array, limit = 300): SafeText {
  const joined = safeText(raw)
    .split('\n')
    .map((part, at) => (at > 0 ? part.trimStart() : part))
    .map((part, at, { length }) => (at < length - 1 ? part.trimEnd() : part))
    .filter((part) => part !== '')
    .join(' ⏎ ')
    .replaceAll('\t', ' ')
  return safeText(joined, limit)
}

function visible(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}
