/** One sample of one series. */
export interface ExporterSample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
  /** Milliseconds since 1970. */
  readonly at: number
}

/** The body of a remote write 1.0 push: prometheus.WriteRequest in protocol buffers, in Snappy's block format. */
export function pushBody(sample: ExporterSample): Uint8Array {
  return snappy(field(1, timeSeries(sample)))
}

/** Mimir takes labels in any order; the protocol wants them sorted by name. */
function timeSeries({ labels, value, at }: ExporterSample): Uint8Array {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))
  const double = Buffer.alloc(8)
  double.writeDoubleLE(value)
  return Buffer.concat([
    ...pairs.map(([name, text]) => field(1, Buffer.concat([field(1, utf8(name)), field(2, utf8(text))]))),
    field(2, Buffer.concat([Uint8Array.of(0x09), double, Uint8Array.of(0x10), varint(at)])),
  ])
}

/** Snappy without compressing: the length, then literals of at most 65536 bytes. */
function snappy(plain: Uint8Array): Uint8Array {
  const literals: Uint8Array[] = []
  for (let from = 0; from < plain.length; from += 65_536) {
    const part = plain.subarray(from, from + 65_536)
    const length = Buffer.alloc(2)
    length.writeUInt16LE(part.length - 1)
    literals.push(Uint8Array.of(0xf4), length, part)
  }
  return Buffer.concat([varint(plain.length), ...literals])
}

function field(number: number, bytes: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(number * 8 + 2), varint(bytes.length), bytes])
}

/** Seven bits a byte, lowest first; not with shifts, for milliseconds since 1970 have 41 bits. */
function varint(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
  return Uint8Array.of(...bytes, rest)
}

function utf8(text: string): Uint8Array {
  return Buffer.from(text)
}
