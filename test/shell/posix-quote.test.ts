import { expect, test } from 'vitest'
import { posixQuote } from '../../src/shell/posix-quote.ts'

test('a word is put into single quotes', () => {
  expect(posixQuote('a b')).toBe("'a b'")
  expect(posixQuote('')).toBe("''")
})

test('a single quote inside is closed, escaped and opened again', () => {
  expect(posixQuote("it's")).toBe(String.raw`'it'\''s'`)
})

test('a NUL character is refused, for no argument can hold it', () => {
  expect(() => posixQuote('a\0b')).toThrow(RangeError)
})
