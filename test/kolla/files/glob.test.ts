import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { globExpression } from '../../../src/kolla/files/glob.ts'

/** Of these names, those that a pattern matches. */
function matching(pattern: string, names: readonly string[]): string[] {
  const expression = globExpression(pattern)
  return names.filter((name) => expression.test(name))
}

describe('a shell pattern', () => {
  // What Python's fnmatch, which Ansible uses, makes of each.
  it.each([
    ['c[a--]', ['ca', 'c-', 'c'], []],
    ['c[%--]', ['c%', 'c-', 'c+', 'ca'], ['c%', 'c-', 'c+']],
    ['c[a-]', ['ca', 'c-', 'cb'], ['ca', 'c-']],
    ['c[!a--]', ['ca', 'c-', 'c'], ['ca', 'c-']],
    ['c[a-c-e]', ['cb', 'c-', 'ce', 'cd'], ['cb', 'c-', 'ce']],
    ['c[]a]', ['c]', 'ca', 'c'], ['c]', 'ca']],
    ['c[]', ['c[]', 'c'], ['c[]']],
    ['c[^a]', ['c^', 'ca', 'cb'], ['c^', 'ca']],
    ['c*[13-5]', ['c1', 'cmp4', 'cmp2', 'c'], ['c1', 'cmp4']],
  ])('%s matches what it matches in Ansible', (pattern, names, expected) => {
    expect(matching(pattern, names)).toEqual(expected)
  })

  it('of any characters matches or does not, and is never thrown at', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab-]![*?^\\c0('.split('')), maxLength: 12 })
    fc.assert(
      fc.property(text, text, (pattern, name) => {
        expect(globExpression(pattern).test(name)).toBeTypeOf('boolean')
      }),
    )
  })
})
