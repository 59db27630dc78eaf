import { LIMITS } from './series-rules.ts'

/** What is in a push of which nothing is refused for itself; what is stored may still be newer. */
export interface Glance {
  readonly samples: number
  readonly series: readonly SeenSeries[]
}

export interface SeenSeries {
  /** The bytes of its labels, as latin1. */
  readonly key: string
  /** Of its samples, in milliseconds since 1970. */
  readonly oldest: number
  readonly newest: number
}

/** Where in a message a reader is. */
interface Cursor {
  readonly bytes: Buffer
  at: number
}

/**
 * Looks through a prometheus.WriteRequest, which takes a thirtieth of the time of reading it. Undefined where anything
 * is in it that needs reading: metadata, histograms, labels out of order, whatever Mimir may refuse, and other bytes.
 */
export function glanceAt(message: Uint8Array, now: number): Glance | undefined {
  const cursor = { bytes: Buffer.from(message.buffer, message.byteOffset, message.length), at: 0 }
  const latest = now + LIMITS.futureMinutes * 60_000
  const series: SeenSeries[] = []
  let samples = 0
  while (cursor.at < message.length) {
    const end = endOf(cursor, SERIES, message.length)
    const key = labelsUntil(cursor, end)
    const times = key === undefined ? undefined : timesUntil(cursor, end, latest)
    if (key === undefined || times === undefined) return undefined
    samples += times.count
    series.push({ key, oldest: times.oldest, newest: times.newest })
  }
  return { samples, series }
}

/** Keys of fields: the number, and that a length or a number of eight bytes follows. */
const SERIES = 0x0a
const LABEL = 0x0a
const SAMPLE = 0x12
const NAME = 0x0a
const VALUE = 0x12
const DOUBLE = 0x09
const TIME = 0x10

/** The labels from here on as one text; undefined where one of them needs reading. */
function labelsUntil(cursor: Cursor, end: number): string | undefined {
  const { bytes, at: from } = cursor
  let name: Buffer | undefined
  let count = 0
  while (cursor.at < end && bytes[cursor.at] === LABEL) {
    const labelEnd = endOf(cursor, LABEL, end)
    const next = textUntil(cursor, NAME, labelEnd)
    const value = textUntil(cursor, VALUE, labelEnd)
    const isPlain =
      cursor.at === labelEnd && value.length <= LIMITS.valueLength && next.length <= LIMITS.nameLength
    if (!isPlain || !isAfter(next, name) || !isName(next)) return undefined
    if (count === 0 && !(next.equals(METRIC) && isName(value, COLON))) return undefined
    name = next
    count += 1
  }
  return count === 0 || count > LIMITS.labels ? undefined : bytes.toString('latin1', from, cursor.at)
}

const METRIC = Buffer.from('__name__')

interface Times {
  readonly count: number
  readonly oldest: number
  readonly newest: number
}

/** The times of the samples from here on, each later than the one before; undefined where that is not all. */
function timesUntil(cursor: Cursor, end: number, latest: number): Times | undefined {
  let count = 0
  let oldest = 0
  let newest = -1
  while (cursor.at < end) {
    const sampleEnd = endOf(cursor, SAMPLE, end)
    if (cursor.bytes[cursor.at] === DOUBLE) cursor.at += 9
    if (cursor.bytes[cursor.at] !== TIME) return undefined
    cursor.at += 1
    const time = varint(cursor)
    if (cursor.at !== sampleEnd || time <= newest || time > latest) return undefined
    if (count === 0) oldest = time
    newest = time
    count += 1
  }
  return count === 0 ? undefined : { count, oldest, newest }
}

/** Goes into a field with a length and gives where it ends; NaN, which no reader ever reaches, for another field. */
function endOf(cursor: Cursor, key: number, within: number): number {
  if (cursor.bytes[cursor.at] !== key) return Number.NaN
  cursor.at += 1
  const length = varint(cursor)
  const end = cursor.at + length
  return end <= within ? end : Number.NaN
}

function textUntil(cursor: Cursor, key: number, within: number): Buffer {
  const end = endOf(cursor, key, within)
  const text = cursor.bytes.subarray(cursor.at, end)
  cursor.at = end
  return text
}

function isAfter(name: Buffer, before: Buffer | undefined): boolean {
  return before === undefined || before.compare(name) < 0
}

/** Letters of ASCII, `_`, what is allowed besides, and, but for the first, digits. */
function isName(text: Buffer, besides = UNDERSCORE): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at]
    if (!isLetter(byte) && byte !== besides && !(at > 0 && isDigit(byte))) return false
  }
  return text.length > 0
}

const COLON = 0x3a
const UNDERSCORE = 0x5f

function isLetter(byte = 0): boolean {
  const lower = byte | 0x20
  return (lower >= 0x61 && lower <= 0x7a) || byte === UNDERSCORE
}

function isDigit(byte = 0): boolean {
  return byte >= 0x30 && byte <= 0x39
}

/** Numbers that are too big for a time or a length come out bigger than all that is allowed. */
function varint(cursor: Cursor): number {
  let value = 0
  let weight = 1
  for (;;) {
    const byte = cursor.bytes[cursor.at] ?? 0
    cursor.at += 1
    value += (byte & 0x7f) * weight
    if (byte < 0x80) return value
    weight *= 0x80
  }
}
