import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { unifiedDiff } from '../../src/diff/unified-diff.ts'

const TEXT = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', ''].join('\n')

test('a changed line stands between three lines of its surroundings', () => {
  expect(unifiedDiff('x.yml', TEXT, TEXT.replace('e', 'E'))).toBe(
    [
      '--- a/x.yml',
      '+++ b/x.yml',
      '@@ -2,7 +2,7 @@',
      ' b',
      ' c',
      ' d',
      '-e',
      '+E',
      ' f',
      ' g',
      ' h',
      '',
    ].join('\n'),
  )
})

test('a file that appears or vanishes is told as git does', () => {
  expect(unifiedDiff('x', undefined, 'a\nb\n')).toBe('--- /dev/null\n+++ b/x\n@@ -0,0 +1,2 @@\n+a\n+b\n')
  expect(unifiedDiff('x', 'a\n', undefined)).toBe('--- a/x\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-a\n')
})

test('equal texts have no difference', () => {
  expect(unifiedDiff('x', TEXT, TEXT)).toBe('')
})

test('texts that have nothing in common are not compared for minutes', () => {
  const lines = (mark: string): string => Array.from({ length: 20_000 }, (_, at) => `${mark}${at}\n`).join('')
  expect(unifiedDiff('x', lines('a'), lines('b'))).toBeUndefined()
})

test('what is left and what comes are the two texts again', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 })
    .map((lines) => `${lines.join('\n')}\n`)
  fc.assert(
    fc.property(text, text, (current, desired) => {
      const lines = (unifiedDiff('x', current, desired) ?? '').split('\n').slice(2)
      const of = (mark: string): string[] =>
        lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(1))
      const count = (all: readonly string[], one: string): number => all.filter((line) => line === one).length
      for (const one of ['a', 'b', 'c', 'd'])
        expect(count(desired.split('\n'), one) - count(current.split('\n'), one)).toBe(
          count(of('+'), one) - count(of('-'), one),
        )
    }),
  )
})
