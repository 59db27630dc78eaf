import { assert, property, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodedLength, decodeSnappy, encodeSnappy } from './snappy.ts'

const LIMIT = 1_000_000
const text = (block: Uint8Array) => Buffer.from(decodeSnappy(block, LIMIT)).toString()

describe('snappy', () => {
  it('gives back what it wrapped', () => {
    assert(
      property(uint8Array({ maxLength: 300 }), (bytes) => {
        expect(decodeSnappy(encodeSnappy(bytes), LIMIT)).toEqual(bytes)
      }),
    )
    const large = new Uint8Array(200_000).map((_, index) => index % 251)
    expect(Buffer.compare(decodeSnappy(encodeSnappy(large), LIMIT), large)).toBe(0)
  })

  it('follows copies, also those that overlap what they write', () => {
    expect(text(Uint8Array.of(9, 2 << 2, 97, 98, 99, (2 << 2) | 1, 3))).toBe('abcabcabc')
    expect(text(Uint8Array.of(6, 0, 97, (4 << 2) | 2, 1, 0))).toBe('aaaaaa')
    expect(text(Uint8Array.of(4, 0, 97, (2 << 2) | 3, 1, 0, 0, 0))).toBe('aaaa')
  })

  it.each([
    ['nothing', []],
    ['a length that never ends', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff]],
    ['a literal that is cut off', [3, 2 << 2, 97]],
    ['a copy from before the beginning', [5, 0, 97, 1, 9]],
    ['a copy past the end', [2, 0, 97, (4 << 2) | 2, 1, 0]],
    ['less than its length', [9, 0, 97]],
    ['more than its length', [1, 1 << 2, 97, 98]],
  ])('refuses %s as Go does', (_, bytes) => {
    expect(() => decodeSnappy(Uint8Array.from(bytes), LIMIT)).toThrow('snappy: corrupt input')
  })

  it('refuses what would be larger than wanted, before any room is made for it', () => {
    expect(() => decodeSnappy(Uint8Array.of(0xff, 0xff, 0xff, 0x7f), LIMIT)).toThrow('too large')
    expect(decodedLength(Uint8Array.of(0x80, 0x01))).toBe(128)
  })

  it('settles on any bytes', () => {
    assert(
      property(uint8Array({ maxLength: 64 }), (bytes) => {
        expect(outcome(() => decodeSnappy(bytes, LIMIT))).toMatch(
          /^(decoded|Error: snappy: (corrupt input|decoded block is too large))$/u,
        )
      }),
    )
  })
})

function outcome(decode: () => unknown): string {
  try {
    decode()
    return 'decoded'
  } catch (error) {
    return String(error)
  }
}
