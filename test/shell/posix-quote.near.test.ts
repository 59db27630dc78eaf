import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { posixQuote } from '../../src/shell/posix-quote.ts'
import { SHELLS, shellOutput } from '../remote/shells.ts'

const SPECIAL = ['한', '\u{1f600}', ...Array.from('\'"\\$`!*?[]{}()<>|&;#~=%^ \t\n\r\u0007a-.')]
const words = fc.array(
  fc.oneof(
    fc.string({ unit: fc.constantFrom(...SPECIAL), maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }).filter((word) => !word.includes('\0')),
  ),
  { minLength: 20, maxLength: 60 },
)

describe.each(SHELLS)('in $name', (shell) => {
  test('every quoted word comes out as the one argument that went in', () => {
    fc.assert(
      fc.property(words, (list) => {
        const script = `printf '%s\\1' ${list.map(posixQuote).join(' ')}`
        const wanted = list.map((word) => `${Buffer.from(word, 'utf8').toString('utf8')}\u0001`).join('')
        expect(shellOutput(shell, script)).toBe(wanted)
      }),
      { numRuns: 25 },
    )
  })
})
