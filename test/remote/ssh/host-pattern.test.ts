import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { hostPattern } from '../../../src/remote/ssh/host-pattern.ts'

test.each([
  ['*', 'anything', true],
  ['10.0.0.?', '10.0.0.7', true],
  ['10.0.0.?', '10.0.0.17', false],
  ['*.cloud,10.*', '10.1.2.3', true],
  ['*.Cloud', 'ctl1.cloud', true],
  ['*.cloud,!bad.cloud', 'bad.cloud', false],
  ['*.cloud,!bad.cloud', 'good.cloud', true],
  ['!bad.cloud', 'good.cloud', false],
  ['[10.0.0.*]:2222', '[10.0.0.5]:2222', true],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-b-b', false],
  ['', '', false],
])('%s for %s: %s', (list, name, matches) => {
  expect(hostPattern(list)(name)).toBe(matches)
})

test('a pattern means what the regular expression with the same wildcards means', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 })
  const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(patterns, letters, (pattern, name) => {
      const source = pattern.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')
      expect(hostPattern(pattern)(name)).toBe(new RegExp(`^${source}$`, 'u').test(name))
    }),
  )
})

test('a pattern of many wildcards does not explode', () => {
  expect(hostPattern(`${'*a'.repeat(60)}b`)('a'.repeat(200))).toBe(false)
})
