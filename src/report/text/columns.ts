import stringWidth from 'string-width'

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const PLAIN = /^[\u{20}-\u{7e}]*$/u

/** How many terminal columns a text takes; Hangul and other wide characters take two. */
export function widthOf(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text)
}

/** At most `columns` wide; what is cut off is shown as …. */
export function clip(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text
  if (columns < 1) return ''
  return `${takeColumns(text, columns - 1).trimEnd()}…`
}

/** Exactly `columns` wide: clipped or filled with blanks. */
export function pad(text: string, columns: number, side: 'left' | 'right' = 'left'): string {
  const clipped = clip(text, columns)
  const blanks = ' '.repeat(Math.max(0, columns - widthOf(clipped)))
  return side === 'left' ? clipped + blanks : blanks + clipped
}

/** Lines of at most `columns`; a `command` in backticks is never broken, so that it can be pasted. */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of pieces(text, columns)) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && widthOf(longer) > columns) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return line === '' ? lines : [...lines, line]
}

/** A first line after `lead`, the others indented as far. */
export function hanging(lead: string, text: string, columns: number): readonly string[] {
  const indent = widthOf(lead)
  return wrap(text, columns - indent).map((line, at) => (at === 0 ? lead : ' '.repeat(indent)) + line)
}

/** Words, with whole commands as one word each, and words that no line can hold in parts. */
function pieces(text: string, columns: number): readonly string[] {
  const words = text.match(/(?:`[^`]*`|[^\s`]|`)+/gu) ?? []
  return words.flatMap((word) => (word.includes('`') ? [word] : parts(word, Math.max(1, columns))))
}

function parts(word: string, columns: number): readonly string[] {
  const head = widthOf(word) <= columns ? word : takeColumns(word, columns)
  return head === word || head === '' ? [word] : [head, ...parts(word.slice(head.length), columns)]
}

function takeColumns(text: string, columns: number): string {
  let taken = ''
  let width = 0
  for (const { segment } of graphemes.segment(text)) {
    width += widthOf(segment)
    if (width > columns) break
    taken += segment
  }
  return taken
}
