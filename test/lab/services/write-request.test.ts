import { assert, property, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeRequest } from './sample-push.ts'
import { readWriteRequest, withoutFirstSample, writeRequestOf } from './write-request.ts'

const NOW = 1_700_000_000_123
const UP = { labels: { __name__: 'up', node: 'cmp1' }, samples: [[NOW, 1]] } as const
const LOAD = { labels: { __name__: 'node_load1', node: '계산1' }, samples: [[NOW + 1, 0.5]] } as const

describe('a remote write request', () => {
  it('tells its series, their times and the metadata', () => {
    const metadata = [{ metric: 'up', type: 'gauge', help: 'Reached.', unit: '' }]
    const { series, metadata: read } = readWriteRequest(writeRequest([UP, LOAD], metadata))
    expect(series.map(({ labels, timestamps }) => ({ labels, timestamps }))).toEqual([
      {
        labels: [
          { name: '__name__', value: 'up' },
          { name: 'node', value: 'cmp1' },
        ],
        timestamps: [NOW],
      },
      {
        labels: [
          { name: '__name__', value: 'node_load1' },
          { name: 'node', value: '계산1' },
        ],
        timestamps: [NOW + 1],
      },
    ])
    expect(read).toEqual(metadata)
  })

  it('can be written again with some of its series, byte for byte', () => {
    const { series } = readWriteRequest(writeRequest([UP, LOAD]))
    expect(writeRequestOf(series)).toEqual(writeRequest([UP, LOAD]))
    expect(writeRequestOf(series.slice(1))).toEqual(writeRequest([LOAD]))
  })

  it('can be written again without the first sample of a series, as long as it has another', () => {
    const [first, second] = [
      [NOW, 1],
      [NOW + 5, 2],
    ] as const
    const { series } = readWriteRequest(writeRequest([{ ...UP, samples: [first, second] }]))
    const shorter = series.map(withoutFirstSample).filter((one) => one !== undefined)
    expect(shorter.map(({ timestamps }) => timestamps)).toEqual([[NOW + 5]])
    expect(writeRequestOf(shorter)).toEqual(writeRequest([{ ...UP, samples: [second] }]))
    expect(shorter.map(withoutFirstSample)).toEqual([undefined])
  })

  it('reads times before 1970, and passes over fields that it does not know', () => {
    const sample = [0x10, ...Array.from({ length: 9 }, () => 0xff), 0x01]
    const series = [0x12, sample.length, ...sample, 0x7d, 0, 0, 0, 0]
    expect(
      readWriteRequest(Uint8Array.from([0x0a, series.length, ...series, 0x38, 1])).series[0]?.timestamps,
    ).toEqual([-1])
  })

  it.each([
    ['another wire type', [0x0e], 'proto: illegal wireType 6'],
    ['a field that is cut off', [0x0a, 5, 1], 'unexpected EOF'],
    ['a number that never ends', Array.from({ length: 11 }, () => 0xff), 'proto: integer overflow'],
  ])('refuses %s as Go does', (_, bytes, message) => {
    expect(() => readWriteRequest(Uint8Array.from(bytes))).toThrow(message)
  })

  it('settles on any bytes', () => {
    assert(
      property(uint8Array({ maxLength: 64 }), (bytes) => {
        expect(outcome(() => readWriteRequest(bytes))).toMatch(
          /^(read|Error: proto: .*|Error: unexpected EOF)$/u,
        )
      }),
    )
  })
})

function outcome(read: () => unknown): string {
  try {
    read()
    return 'read'
  } catch (error) {
    return String(error)
  }
}
