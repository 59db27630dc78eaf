import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { nearest } from '../../src/values/did-you-mean.ts'

const keys = ['url', 'tenant', 'push_path', 'query_path', 'auth', 'tls']

test.each([
  ['ur', 'url'],
  ['tennant', 'tenant'],
  ['tnenat', 'tenant'],
  ['TENANT', 'tenant'],
  ['push-path', 'push_path'],
  ['pushPath', 'push_path'],
  ['ahut', 'auth'],
])('takes %s for %s', (word, meant) => {
  expect(nearest(word, keys)).toBe(meant)
})

test.each(['', 'x', 'foo', 'landlord', 'u', '__proto__', 'constructor'])('has no guess for "%s"', (word) => {
  expect(nearest(word, keys)).toBeUndefined()
})

test('prefers the nearer candidate, and the first of two equally near', () => {
  expect(nearest('controls', ['contro', 'control', 'controll'])).toBe('control')
  expect(nearest('nodd', ['node', 'noda'])).toBe('node')
})

test('finds a word again after any single slip', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), minLength: 3, maxLength: 20 })
  fc.assert(
    fc.property(word, fc.nat(), fc.constantFrom('drop', 'double', 'swap'), (meant, where, slip) => {
      const index = where % (meant.length - 1)
      const [head, a, b, tail] = [
        meant.slice(0, index),
        meant[index],
        meant[index + 1],
        meant.slice(index + 2),
      ]
      const typed = {
        drop: `${head}${b}${tail}`,
        double: `${head}${a}${a}${b}${tail}`,
        swap: `${head}${b}${a}${tail}`,
      }
      expect(nearest(typed[slip], [meant])).toBe(meant)
    }),
  )
})
