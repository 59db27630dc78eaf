import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { escapeRegex, matchesWhole } from '../../src/values/regex.ts'

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

it('an expression of a filter matches whole names, and one that only RE2 reads is not judged', () => {
  expect(matchesWhole('go_.*', 'go_threads')).toBe(true)
  expect(matchesWhole('go_', 'go_threads')).toBe(false)
  expect(matchesWhole('go|up', 'up')).toBe(true)
  expect(matchesWhole('(?i)up', 'up')).toBeUndefined()
})
