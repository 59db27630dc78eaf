import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { escapeRegex } from '../../src/values/regex.ts'

it('a text escaped matches itself and nothing else, whatever is in it', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, other) => {
      const pattern = new RegExp(`^(?:${escapeRegex(text)})$`, 'u')
      expect(pattern.test(text)).toBe(true)
      expect(pattern.test(other)).toBe(text === other)
    }),
  )
})

it('a dot in a name is a dot', () => {
  expect(escapeRegex('cmp1.example')).toBe(String.raw`cmp1\.example`)
})
