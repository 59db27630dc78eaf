import type { Language } from '../../messages/language.ts'

export type Paint = (text: string) => string

/** Colours for people; each is the identity where colour is not wanted. */
export interface Style {
  readonly red: Paint
  readonly green: Paint
  readonly yellow: Paint
  readonly cyan: Paint
  readonly dim: Paint
  readonly bold: Paint
}

/** How lines for people are drawn: at most `columns` wide. */
export interface Layout {
  readonly columns: number
  readonly language: Language
  readonly style: Style
}

export const PLAIN: Style = { red: same, green: same, yellow: same, cyan: same, dim: same, bold: same }

const COLOURED: Style = {
  red: painted(31, 39),
  green: painted(32, 39),
  yellow: painted(33, 39),
  cyan: painted(36, 39),
  dim: painted(2, 22),
  bold: painted(1, 22),
}

/** Colours on a terminal, unless NO_COLOR (any value, see no-color.org) or a dumb terminal forbids them. */
export function styleFor(
  stream: { readonly isTTY?: boolean | undefined },
  env: Readonly<Record<string, string | undefined>>,
): Style {
  const wanted = stream.isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb'
  return wanted ? COLOURED : PLAIN
}

function painted(on: number, off: number): Paint {
  return (text) => (text === '' ? '' : `\u001b[${on}m${text}\u001b[${off}m`)
}

function same(text: string): string {
  return text
}

/** Colour on the mark at the start of a line alone: a line is not harder to read for being red. */
export function paintMark(line: string, paint: Paint): string {
  return paint(line.slice(0, 1)) + line.slice(1)
}
