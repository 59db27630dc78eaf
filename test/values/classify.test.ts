import { expect, it } from 'vitest'
import { classify } from '../../src/values/classify.ts'

const PATTERNS = [
  [/a/u, 1],
  [/b/u, 2],
] as const

it.each([
  ['the first pattern that matches counts', 'b a', 1],
  ['a later one counts where no earlier one matches', 'b', 2],
  ['nothing is found where none matches', 'c', undefined],
])('%s', (_case, text, meaning) => {
  expect(classify<number>(text, PATTERNS)).toBe(meaning)
})
