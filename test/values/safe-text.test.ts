import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { safeLine, safeText } from '../../src/values/safe-text.ts'

describe('safe text', () => {
  test('is the text itself where nothing in it is dangerous', () => {
    const plain = '모든 노드가 확인되었습니다\n\tctl1: ok – 100 % 👍\n'
    expect(safeText(plain)).toBe(plain)
  })

  test.each([
    ['colours', '\u001b[31mred\u001b[0m', 'red'],
    ['a cleared screen', 'a\u001b[2Jb', 'ab'],
    ['a window title', '\u001b]0;title\u0007after', 'after'],
    ['a clipboard write', '\u001b]52;c;aGVsbG8=\u0007x', 'x'],
    ['a terminal reset', '\u001bcx', 'x'],
    ['a bell', 'a\u0007b', 'a\\u{7}b'],
    ['a backspace', 'a\bb', 'a\\u{8}b'],
    ['a lone carriage return', 'safe\rlies', 'safe\\u{d}lies'],
    ['a C1 control', 'a\u0085b', 'a\\u{85}b'],
    ['a right-to-left override', 'a\u202eb', 'a\\u{202e}b'],
    ['an isolate', 'a\u2066b', 'a\\u{2066}b'],
    ['a line separator', 'a\u2028b', 'a\\u{2028}b'],
    ['a zero-width space', 'a\u200bb', 'a\\u{200b}b'],
    ['half a character', 'a\ud83db', 'a\\u{d83d}b'],
    ['DEL and NUL', '\u007f\0', '\\u{7f}\\u{0}'],
  ])('is free of %s', (_what, raw, safe) => {
    expect(safeText(raw)).toBe(safe)
  })

  test('has no character left that could move, hide, ring or turn around, whatever went in', () => {
    const nasty = fc.constantFrom(
      '\u001b',
      '[',
      ']',
      '\u009b',
      '\u0007',
      '\u202e',
      '\r',
      '\n',
      '\t',
      '\ud800',
      'm',
    )
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: nasty })), (raw) => {
        expect(safeText(raw)).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
      }),
    )
  })

  test.each([
    ['a title without its end', '\u001b]0;title', '0;title'],
    ['a colour without its end', '\u001b[31', '31'],
    ['two titles, the first without its end', '\u001b]0;one\u001b]0;two\u0007three', '0;onethree'],
  ])('keeps the text of %s', (_what, raw, safe) => {
    expect(safeText(raw)).toBe(safe)
  })

  test('takes no longer for a megabyte of half an escape sequence', () => {
    expect(safeText(`\u001b${';#'.repeat(500_000)}`, 4)).toBe('#;#;…')
    expect(safeText('\u001b]'.repeat(500_000), 4)).toBe('…')
    expect(safeLine(`${' '.repeat(1_000_000)}x`, 4)).toBe('    …')
  })

  test('comes from bytes too, and what is not UTF-8 is replaced', () => {
    expect(safeText(Buffer.from('한글'))).toBe('한글')
    expect(safeText(Uint8Array.from([0x61, 0xff, 0x62]))).toBe('a\ufffdb')
  })

  test('has Unix line ends', () => {
    expect(safeText('a\r\nb\r\n')).toBe('a\nb\n')
  })

  test('is cut at its limit, and shows that it was', () => {
    expect(safeText('x'.repeat(10), 4)).toBe('xxxx…')
    expect(safeText('xxxx', 4)).toBe('xxxx')
    expect(safeText('👍👍👍', 3)).toBe('👍…')
    expect(safeText('x'.repeat(5000))).toBe(`${'x'.repeat(4000)}…`)
  })
})

describe('a safe line', () => {
  test('is one line, in which line ends are shown', () => {
    expect(safeLine('\n one \n\n  two\r\n\tthree\n')).toBe('one ⏎ two ⏎ three')
  })

  test('never holds a line end or a tab, and never grows past its limit', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\t', '\r\n', '\u001b[1m') }), (raw) => {
        const line = safeLine(raw, 20)
        expect(line).not.toMatch(/[\n\r\t]/u)
        expect(line.length).toBeLessThanOrEqual(21)
      }),
    )
  })
})
