import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBoundedOutput } from '../../../src/remote/execution/bounded-output.ts'

function keep(chunks: readonly Buffer[], kept: number): string {
  const output = createBoundedOutput(kept)
  for (const chunk of chunks) output.add(chunk)
  return output.text()
}

test('what fits into head and tail is kept whole, however it was cut', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 9 })), (chunks) => {
      const buffers = chunks.map((chunk) => Buffer.from(chunk))
      const whole = Buffer.concat(buffers)
      fc.pre(whole.length <= 40)
      expect(keep(buffers, 20)).toBe(whole.toString('utf8'))
    }),
  )
})

test('of what is longer the head and the tail are kept, and the rest is counted', () => {
  const digits = Array.from({ length: 30 }, (_, index) => String(index % 10)).join('')
  expect(keep([Buffer.from(digits)], 5)).toBe('01234\n… 20 bytes left out …\n56789')
  expect(
    keep(
      Array.from(digits, (digit) => Buffer.from(digit)),
      5,
    ),
  ).toBe('01234\n… 20 bytes left out …\n56789')
})

test('head and tail end where characters end, and every byte is accounted for', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 40, maxLength: 200 }), fc.nat(9), (text, step) => {
      const bytes = Buffer.from(text, 'utf8')
      fc.pre(bytes.length > 40)
      const chunks: Buffer[] = []
      for (let at = 0; at < bytes.length; at += step + 1) chunks.push(bytes.subarray(at, at + step + 1))
      const [, head = '', missing = '', tail = ''] =
        /^(.*)\n… (\d+) bytes left out …\n(.*)$/su.exec(keep(chunks, 20)) ?? []
      const normal = bytes.toString('utf8')
      expect(normal.startsWith(head)).toBe(true)
      expect(normal.endsWith(tail)).toBe(true)
      expect(Buffer.byteLength(head) + Number(missing) + Buffer.byteLength(tail)).toBe(bytes.length)
    }),
  )
})
