/** One word of a line and the column, counted from 1, at which it begins. */
export interface Word {
  readonly text: string
  readonly column: number
}

export type Words =
  | { readonly ok: true; readonly words: readonly Word[] }
  | { readonly ok: false; readonly fault: string; readonly column: number }

const BLANK = /[ \t\r\n]*/uy
const PART =
  /(?<bare>[^ \t\r\n#'"\\]+)|\\(?<escaped>[\s\S])|'(?<single>[^']*)'|"(?<double>(?:\\[\s\S]|[^"\\])*)"/uy

/**
 * Splits a line as Python's shlex does in POSIX mode with comments: a # ends the line even inside a word, single
 * quotes keep everything, double quotes let a backslash escape only itself and the quote.
 */
export function shellWords(line: string): Words {
  const words: Word[] = []
  let index = 0
  for (;;) {
    BLANK.lastIndex = index
    index += BLANK.exec(line)?.[0].length ?? 0
    if (index >= line.length || line.charAt(index) === '#') return { ok: true, words }
    const word = wordAt(line, index)
    if ('fault' in word) return { ok: false, fault: word.fault, column: word.end + 1 }
    words.push({ text: word.text, column: index + 1 })
    index = word.end
  }
}

function wordAt(line: string, start: number): { text: string; end: number } | { fault: string; end: number } {
  let text = ''
  let index = start
  for (;;) {
    PART.lastIndex = index
    const part = PART.exec(line)
    if (!part) break
    const { bare, escaped, single, double } = part.groups ?? {}
    text += bare ?? escaped ?? single ?? double?.replace(/\\(["\\])/gu, '$1') ?? ''
    index = PART.lastIndex
  }
  const next = line.charAt(index)
  if (next === '\\') return { fault: 'there is nothing after this backslash', end: index }
  if (next === "'" || next === '"') return { fault: 'the quotation that begins here has no end', end: index }
  return { text, end: index }
}
