import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLineSplitter } from '../../../src/remote/execution/lines.ts'

function split(chunks: readonly Buffer[], longest?: number): { lines: string[]; fine: boolean } {
  const lines: string[] = []
  const splitter = createLineSplitter((line) => lines.push(line) > 0 && line !== 'foreign', longest)
  const fine = chunks.map((chunk) => splitter.add(chunk)).every(Boolean)
  return { lines, fine }
}

test('lines come out as they went in, wherever the packets were cut', () => {
  const line = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\n'))
  fc.assert(
    fc.property(
      fc.array(line),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      (lines, steps) => {
        const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''))
        const chunks: Buffer[] = []
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const step = steps[turn % steps.length] ?? 1
          chunks.push(bytes.subarray(at, at + step))
          at += step
        }
        const wanted = lines.map((text) => Buffer.from(text).toString('utf8'))
        expect(split(chunks)).toEqual({ lines: wanted, fine: true })
      },
    ),
  )
})

test('a last line without its newline is not a line yet', () => {
  expect(split([Buffer.from('one\ntwo')])).toEqual({ lines: ['one'], fine: true })
})

test('a line that is too long is reported, and nothing after it is handed on', () => {
  expect(split([Buffer.from('ab\n'), Buffer.from('abcde'), Buffer.from('f\nxy\n')], 5)).toEqual({
    lines: ['ab'],
    fine: false,
  })
  expect(split([Buffer.from('abcde\n')], 5)).toEqual({ lines: ['abcde'], fine: true })
})

test('a line that is refused ends it: nothing after it is handed on', () => {
  expect(split([Buffer.from('ours\nforeign\nours\n'), Buffer.from('\n\n\n')])).toEqual({
    lines: ['ours', 'foreign'],
    fine: false,
  })
})
