import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { clip, pad, widthOf, wrap } from '../../../src/report/text/columns.ts'

test('Hangul takes two columns, an accent none', () => {
  expect(widthOf('노드 3')).toBe(6)
  expect(widthOf('e\u0301')).toBe(1)
})

test('what does not fit is cut before the next whole character', () => {
  expect(clip('abcdef', 4)).toBe('abc…')
  expect(clip('노드이름', 6)).toBe('노드…')
  expect(clip('노드', 4)).toBe('노드')
  expect(clip('abc', 0)).toBe('')
})

test('a cell is filled to its width on the side wanted', () => {
  expect(pad('노드', 6)).toBe('노드  ')
  expect(pad('3 s', 6, 'right')).toBe('   3 s')
})

const text = fc.string({
  unit: fc.oneof(fc.constantFrom('노', '드', ' ', 'a', '\u{1f4a5}', 'e\u0301'), fc.string()),
})

test('a clipped text is never wider than asked, a padded one exactly as wide', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 40 }), (raw, columns) => {
      expect(widthOf(clip(raw, columns))).toBeLessThanOrEqual(columns)
      expect(widthOf(pad(raw, columns))).toBe(columns)
    }),
  )
})

test('wrapping loses no word, and keeps to the width', () => {
  const words = fc.array(fc.stringMatching(/^[a-z가-힣]{1,30}$/u), { maxLength: 30 })
  fc.assert(
    fc.property(words, fc.integer({ min: 4, max: 60 }), (raw, columns) => {
      const lines = wrap(raw.join(' '), columns)
      expect(lines.join('').replaceAll(' ', '')).toBe(raw.join(''))
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns)
    }),
  )
})

test('a command in backticks stays in one piece, so that it can be pasted', () => {
  expect(wrap('do it: `ssh-keygen -R a -f b`, then again', 12)).toEqual([
    'do it:',
    '`ssh-keygen -R a -f b`,',
    'then again',
  ])
})
