import { varintOf } from './snappy.ts'

/** One series of a remote write 1.0 request, with the bytes it came in. */
export interface PushedSeries {
  readonly labels: readonly Label[]
  /** Milliseconds since 1970, of samples and histograms, in the order they came. */
  readonly timestamps: readonly number[]
  readonly message: Uint8Array
  /** The bytes of its labels, as latin1: the same for the same series of the same sender. */
  readonly key: string
}

export interface Label {
  readonly name: string
  readonly value: string
}

export interface MetricMetadata {
  readonly metric: string
  readonly type: string
  readonly help: string
  readonly unit: string
}

export interface WriteRequest {
  readonly series: readonly PushedSeries[]
  readonly metadata: readonly MetricMetadata[]
}

const TYPES = [
  'unknown',
  'counter',
  'gauge',
  'histogram',
  'gaugehistogram',
  'summary',
  'info',
  'stateset',
] as const

/** Reads prometheus.WriteRequest. Throws an Error, worded as Go's protocol buffers word it, for other bytes. */
export function readWriteRequest(message: Uint8Array): WriteRequest {
  const fields = fieldsOf(message)
  return {
    series: fields.flatMap(({ number, bytes }) => (number === 1 && bytes ? [readSeries(bytes)] : [])),
    metadata: fields.flatMap(({ number, bytes }) => (number === 3 && bytes ? [readMetadata(bytes)] : [])),
  }
}

/** A request of only these series, in the bytes they came in. */
export function writeRequestOf(series: readonly PushedSeries[]): Uint8Array {
  return Buffer.concat(
    series.flatMap(({ message }) => [Uint8Array.of(0x0a), varintOf(message.length), message]),
  )
}

/** The same series without its first sample; undefined where it has no other. */
export function withoutFirstSample(series: PushedSeries): PushedSeries | undefined {
  const { timestamps, message } = series
  const fields = fieldsOf(message)
  const first = fields.findIndex(isSample)
  if (fields.filter(isSample).length < 2) return undefined
  const rest = fields.filter((_field, at) => at !== first)
  return { ...series, timestamps: timestamps.slice(1), message: Buffer.concat(rest.map(({ raw }) => raw)) }
}

function isSample({ number }: Field): boolean {
  return number === 2 || number === 4
}

function readSeries(message: Uint8Array): PushedSeries {
  const labels: Label[] = []
  const timestamps: number[] = []
  let key = ''
  for (const { number, bytes, raw } of fieldsOf(message)) {
    if (bytes === undefined) continue
    if (number === 1) {
      labels.push(readLabel(bytes))
      key += Buffer.from(raw).toString('latin1')
    }
    if (number === 2) timestamps.push(numberOf(bytes, 2))
    if (number === 4) timestamps.push(numberOf(bytes, 15))
  }
  return { labels, timestamps, message, key }
}

function readLabel(message: Uint8Array): Label {
  return { name: textOf(message, 1), value: textOf(message, 2) }
}

function readMetadata(message: Uint8Array): MetricMetadata {
  return {
    metric: textOf(message, 2),
    type: TYPES[numberOf(message, 1)] ?? 'unknown',
    help: textOf(message, 4),
    unit: textOf(message, 5),
  }
}

/** A field of a message: `bytes` where it is length-delimited, `value` where it is a varint. */
interface Field {
  readonly number: number
  readonly value?: bigint
  readonly bytes?: Uint8Array
  /** All of it, its key as well. */
  readonly raw: Uint8Array
}

function textOf(message: Uint8Array, number: number): string {
  const field = fieldsOf(message).findLast((found) => found.number === number)
  return new TextDecoder().decode(field?.bytes)
}

function numberOf(message: Uint8Array, number: number): number {
  const field = fieldsOf(message).findLast((found) => found.number === number)
  return Number(BigInt.asIntN(64, field?.value ?? 0n))
}

function fieldsOf(message: Uint8Array): readonly Field[] {
  const fields: Field[] = []
  let at = 0
  while (at < message.length) {
    const key = varintAt(message, at)
    const { field, next } = fieldAt(message, key.next, Number(key.value))
    fields.push({ ...field, raw: message.subarray(at, next) })
    at = next
  }
  return fields
}

function fieldAt(message: Uint8Array, at: number, key: number): { field: Omit<Field, 'raw'>; next: number } {
  const number = Math.floor(key / 8)
  switch (key % 8) {
    case 0: {
      const { value, next } = varintAt(message, at)
      return { field: { number, value }, next }
    }
    case 1:
      return { field: { number }, next: within(message, at + 8) }
    case 2: {
      const { value, next } = varintAt(message, at)
      const end = within(message, next + Number(value))
      return { field: { number, bytes: message.subarray(next, end) }, next: end }
    }
    case 5:
      return { field: { number }, next: within(message, at + 4) }
    default:
      throw new Error(`proto: illegal wireType ${key % 8}`)
  }
}

function varintAt(message: Uint8Array, at: number): { value: bigint; next: number } {
  let value = 0n
  for (let index = 0; index < 10; index += 1) {
    const byte = message[at + index]
    if (byte === undefined) throw new Error('unexpected EOF')
    value |= BigInt(byte & 0x7f) << BigInt(7 * index)
    if (byte < 0x80) return { value, next: at + index + 1 }
  }
  throw new Error('proto: integer overflow')
}

function within(message: Uint8Array, end: number): number {
  if (end > message.length) throw new Error('unexpected EOF')
  return end
}
