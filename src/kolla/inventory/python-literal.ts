interface LiteralCursor {
  readonly text: string
  index: number
  /** Brackets around what is being read. */
  depth: number
}

/** A value that was read, or undefined where the text is no literal. */
type LiteralRead = { readonly value: unknown } | undefined

const CONSTANTS = new Map<string, unknown>([
  ['True', true],
  ['False', false],
  ['None', null],
])
const NUMBER =
  /(?:0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:[0-9](?:_?[0-9])*)?\.[0-9](?:_?[0-9])*(?:[eE][-+]?[0-9]+)?|[0-9](?:_?[0-9])*\.?(?:[eE][-+]?[0-9]+)?)(?![\w.])/uy
const STRING = /(?<prefix>[uUbBrR]?)(?<quote>'''|"""|'|")(?<body>(?:\\[\s\S]|(?!\k<quote>)[^\\])*)\k<quote>/uy
const ESCAPE = /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|[\s\S])/gu
const LETTERS = new Map(
  'ntrabfv'.split('').map((letter, index) => [letter, '\n\t\r\u0007\b\f\v'.charAt(index)]),
)

/**
 * Reads an inventory value as Ansible does: a Python literal (number, string, True, False, None, list, tuple, set,
 * dict) is that value, everything else the text itself. Integers too long for a number here stay text.
 */
export function inventoryValue(text: string): unknown {
  const cursor: LiteralCursor = { text: text.replace(/^[ \t]+/u, ''), index: 0, depth: 0 }
  const read = tuple(cursor, '')
  return read && cursor.index === cursor.text.length ? read.value : text
}

/** One expression, or a tuple where a comma follows. */
function tuple(cursor: LiteralCursor, close: string): LiteralRead {
  const found = items(cursor, close)
  const [first, ...others] = found?.values ?? []
  if (!found || (found.values.length === 0 && close === '')) return undefined
  const single = others.length === 0 && !found.comma && found.values.length === 1
  return { value: single ? first : found.values }
}

/** Expressions with commas between them, up to `close` or the end of the text, which is not taken. */
function items(cursor: LiteralCursor, close: string): { values: unknown[]; comma: boolean } | undefined {
  const values: unknown[] = []
  let comma = false
  while (!atEnd(cursor, close)) {
    const item = expression(cursor)
    if (!item) return undefined
    values.push(item.value)
    if (atEnd(cursor, close)) return { values, comma }
    if (!take(cursor, ',')) return undefined
    comma = true
  }
  return { values, comma }
}

/** No deeper than this: Ansible's own reader gives up at a few hundred, and takes the text. */
const DEEPEST = 64

function expression(cursor: LiteralCursor): LiteralRead {
  if (cursor.depth >= DEEPEST) return undefined
  cursor.depth += 1
  const read = expressionWithin(cursor)
  cursor.depth -= 1
  return read
}

function expressionWithin(cursor: LiteralCursor): LiteralRead {
  if (take(cursor, '(')) return closed(cursor, ')', tuple(cursor, ')'))
  if (take(cursor, '[')) {
    const found = items(cursor, ']')
    return closed(cursor, ']', found && { value: found.values })
  }
  if (take(cursor, '{')) return closed(cursor, '}', braces(cursor))
  const minus = take(cursor, '-')
  if (minus || take(cursor, '+')) return signed(numeral(cursor), minus)
  const word = /^(?:True|False|None)(?!\w)/u.exec(cursor.text.slice(cursor.index))?.[0]
  if (word === undefined) return strings(cursor) ?? numeral(cursor)
  cursor.index += word.length
  return { value: CONSTANTS.get(word) }
}

function closed(cursor: LiteralCursor, close: string, read: LiteralRead): LiteralRead {
  return take(cursor, close) ? read : undefined
}

function signed(read: LiteralRead, minus: boolean): LiteralRead {
  if (typeof read?.value === 'string') return { value: minus ? `-${read.value}` : read.value }
  if (typeof read?.value !== 'number') return undefined
  return { value: minus && read.value !== 0 ? -read.value : read.value }
}

/** A dict, or a set where the first member has no colon. */
function braces(cursor: LiteralCursor): LiteralRead {
  const entries: [string, unknown][] = []
  if (atEnd(cursor, '}')) return { value: {} }
  const start = cursor.index
  while (!atEnd(cursor, '}')) {
    const key = expression(cursor)
    if (!key || isCollection(key.value)) return undefined
    if (!take(cursor, ':')) return entries.length === 0 ? setFrom(cursor, start) : undefined
    const value = expression(cursor)
    if (!value) return undefined
    entries.push([String(key.value), value.value])
    if (!atEnd(cursor, '}') && !take(cursor, ',')) return undefined
  }
  return { value: Object.fromEntries(entries) }
}

function setFrom(cursor: LiteralCursor, start: number): LiteralRead {
  cursor.index = start
  const found = items(cursor, '}')
  return found && !found.values.some(isCollection) ? { value: [...new Set(found.values)] } : undefined
}

function isCollection(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

/** Adjacent strings are one, as in Python. */
function strings(cursor: LiteralCursor): LiteralRead {
  let text: string | undefined
  for (;;) {
    skip(cursor)
    STRING.lastIndex = cursor.index
    const found = STRING.exec(cursor.text)
    if (!found?.groups) return text === undefined ? undefined : { value: text }
    const { prefix = '', body = '' } = found.groups
    const part = /[rR]/u.test(prefix) ? body : unescaped(body)
    if (part === undefined) return undefined
    text = (text ?? '') + part
    cursor.index = STRING.lastIndex
  }
}

function unescaped(body: string): string | undefined {
  if (/(?<!\\)(?:\\\\)*\\(?:x(?![0-9a-fA-F]{2})|u(?![0-9a-fA-F]{4})|U(?![0-9a-fA-F]{8})|N)/u.test(body))
    return undefined
  return body.replace(ESCAPE, (_, code: string) => escapedText(code))
}

function escapedText(code: string): string {
  if (/^[xuU]./u.test(code))
    return String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(code.slice(1), 16)))
  if (/^[0-7]/u.test(code)) return String.fromCodePoint(Number.parseInt(code, 8))
  if (code === '\n') return ''
  return LETTERS.get(code) ?? (/[\\'"]/u.test(code) ? code : `\\${code}`)
}

function numeral(cursor: LiteralCursor): LiteralRead {
  skip(cursor)
  NUMBER.lastIndex = cursor.index
  const found = NUMBER.exec(cursor.text)?.[0]
  if (found === undefined || /^0[0_]*[1-9][0-9_]*$/u.test(found)) return undefined
  cursor.index = NUMBER.lastIndex
  const digits = found.replaceAll('_', '')
  const value = Number(digits)
  const isInteger = !/[.eE]/u.test(digits) || /^0[xX]/u.test(digits)
  return { value: isInteger && !Number.isSafeInteger(value) ? digits : value }
}

function skip(cursor: LiteralCursor): void {
  const blank = /^(?:\s|#[^\n]*)*/u.exec(cursor.text.slice(cursor.index))?.[0] ?? ''
  cursor.index += blank.length
}

function atEnd(cursor: LiteralCursor, close: string): boolean {
  skip(cursor)
  return cursor.text.charAt(cursor.index) === close
}

function take(cursor: LiteralCursor, character: string): boolean {
  const there = atEnd(cursor, character)
  if (there) cursor.index += character.length
  return there
}
