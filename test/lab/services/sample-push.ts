import { encodeSnappy, varintOf } from './snappy.ts'
import type { MetricMetadata } from './write-request.ts'

/** One series to push: its labels by name, and samples as [milliseconds since 1970, value]. */
export interface SampleSeries {
  readonly labels: Readonly<Record<string, string>>
  readonly samples: readonly (readonly [number, number])[]
}

/** The body of a remote write 1.0 push, as a Prometheus sends it. */
export function pushBody(
  series: readonly SampleSeries[],
  metadata: readonly MetricMetadata[] = [],
): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(encodeSnappy(writeRequest(series, metadata)))
}

/** The same, before snappy. */
export function writeRequest(
  series: readonly SampleSeries[],
  metadata: readonly MetricMetadata[] = [],
): Uint8Array {
  return Buffer.concat([
    ...series.map((one) => field(1, seriesMessage(one))),
    ...metadata.map((one) => field(3, metadataMessage(one))),
  ])
}

function seriesMessage({ labels, samples }: SampleSeries): Uint8Array {
  return Buffer.concat([
    ...Object.entries(labels).map(([name, value]) =>
      field(1, Buffer.concat([field(1, Buffer.from(name)), field(2, Buffer.from(value))])),
    ),
    ...samples.map((sample) => field(2, sampleMessage(sample))),
  ])
}

function sampleMessage([timestamp, value]: readonly [number, number]): Uint8Array {
  const double = Buffer.alloc(8)
  double.writeDoubleLE(value)
  return Buffer.concat([Uint8Array.of(0x09), double, Uint8Array.of(0x10), varintOf(timestamp)])
}

function metadataMessage({ metric, type, help, unit }: MetricMetadata): Uint8Array {
  const kind = ['unknown', 'counter', 'gauge'].indexOf(type)
  return Buffer.concat([
    Uint8Array.of(0x08, kind),
    field(2, Buffer.from(metric)),
    field(4, Buffer.from(help)),
    field(5, Buffer.from(unit)),
  ])
}

function field(number: number, bytes: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(number * 8 + 2), varintOf(bytes.length), bytes])
}
