/** Snappy's block format, as remote write 1.0 wraps its requests in it. */

const CORRUPT = 'snappy: corrupt input'
const LARGEST_LITERAL = 65_536

/** The length that a block says it has when decoded. Throws an Error for a block that does not say. */
export function decodedLength(block: Uint8Array): number {
  return uvarint(block).value
}

/** Decodes a block. Throws an Error for one that is not whole, or longer than `limit` bytes when decoded. */
export function decodeSnappy(block: Uint8Array, limit: number): Uint8Array {
  const { value: length, next } = uvarint(block)
  if (length > limit) throw new Error('snappy: decoded block is too large')
  const decoded = new Uint8Array(length)
  let from = next
  let to = 0
  while (from < block.length) {
    const element = elementAt(block, from)
    if (element.copyOffset === undefined) {
      from = element.next + element.length
      if (from > block.length || to + element.length > length) throw new Error(CORRUPT)
      decoded.set(block.subarray(element.next, from), to)
    } else {
      from = element.next
      copyWithin(decoded, to, element.copyOffset, element.length)
    }
    to += element.length
  }
  if (to !== length) throw new Error(CORRUPT)
  return decoded
}

/** Wraps bytes in a block of literals: valid, and no smaller than before. */
export function encodeSnappy(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [varintOf(bytes.length)]
  for (let from = 0; from < bytes.length; from += LARGEST_LITERAL) {
    const literal = bytes.subarray(from, from + LARGEST_LITERAL)
    const last = literal.length - 1
    parts.push(Uint8Array.of(61 << 2, last & 0xff, last >> 8), literal)
  }
  return Buffer.concat(parts)
}

/** An unsigned number in seven bits a byte, as snappy and protocol buffers write it. */
export function varintOf(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  while (rest > 0x7f) {
    bytes.push((rest % 0x80) | 0x80)
    rest = Math.floor(rest / 0x80)
  }
  return Uint8Array.of(...bytes, rest)
}

interface Element {
  readonly length: number
  /** How far back to copy from; undefined for a literal, whose bytes begin at `next`. */
  readonly copyOffset?: number
  readonly next: number
}

function elementAt(block: Uint8Array, at: number): Element {
  const tag = byteAt(block, at)
  const upper = tag >> 2
  switch (tag & 3) {
    case 0:
      return literalAt(block, at, upper)
    case 1:
      return {
        length: 4 + (upper & 7),
        copyOffset: ((tag >> 5) << 8) | byteAt(block, at + 1),
        next: at + 2,
      }
    case 2:
      return { length: 1 + upper, copyOffset: little(block, at + 1, 2), next: at + 3 }
    default:
      return { length: 1 + upper, copyOffset: little(block, at + 1, 4), next: at + 5 }
  }
}

function literalAt(block: Uint8Array, at: number, upper: number): Element {
  if (upper < 60) return { length: upper + 1, next: at + 1 }
  const width = upper - 59
  return { length: little(block, at + 1, width) + 1, next: at + 1 + width }
}

/** A copy may overlap what it writes: byte by byte, so that short patterns repeat. */
function copyWithin(decoded: Uint8Array, to: number, offset: number, length: number): void {
  if (offset === 0 || offset > to || to + length > decoded.length) throw new Error(CORRUPT)
  for (let index = 0; index < length; index += 1) {
    decoded[to + index] = byteAt(decoded, to + index - offset)
  }
}

function uvarint(block: Uint8Array): { value: number; next: number } {
  let value = 0
  for (let at = 0; at < 5; at += 1) {
    const byte = byteAt(block, at)
    value += (byte & 0x7f) * 2 ** (7 * at)
    if (byte < 0x80 && value <= 0xffffffff) return { value, next: at + 1 }
  }
  throw new Error(CORRUPT)
}

function little(bytes: Uint8Array, at: number, width: number): number {
  let value = 0
  for (let index = 0; index < width; index += 1) value += byteAt(bytes, at + index) * 2 ** (8 * index)
  return value
}

function byteAt(bytes: Uint8Array, at: number): number {
  const byte = bytes[at]
  if (byte === undefined) throw new Error(CORRUPT)
  return byte
}
