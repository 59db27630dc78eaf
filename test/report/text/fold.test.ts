import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { byName, fold } from '../../../src/report/text/fold.ts'

test.each([
  [['cmp01', 'cmp02', 'cmp03'], 'cmp[01-03]'],
  [['cmp8', 'cmp9', 'cmp10', 'cmp11'], 'cmp[8-11]'],
  [['cmp09', 'cmp10', 'cmp9'], 'cmp[9,09-10]'],
  [['cmp099', 'cmp100', 'cmp0100'], 'cmp[099-100,0100]'],
  [['cmp01', 'cmp03', 'ctl1'], 'cmp[01,03], ctl1'],
  [['r1-cmp1', 'r1-cmp2', 'r2-cmp1'], 'r1-cmp[1-2], r2-cmp1'],
  [['cmp1.dc2.example.com', 'cmp2.dc2.example.com'], 'cmp[1-2].dc2.example.com'],
  [['10.0.0.12', '10.0.0.13'], '10.0.0.[12-13]'],
  [['a', 'a', 'b'], 'a, b'],
  [['n20261122200000', 'n20261122200001'], 'n20261122200000, n20261122200001'],
  [['7', '8'], '[7-8]'],
  [[], ''],
])('%j is folded as %s', (names, folded) => {
  expect(fold(names)).toBe(folded)
})

/** Written apart from fold, to judge it. */
function unfold(folded: string): string[] {
  return folded.split(', ').flatMap((part) => {
    const [, head = '', ranges, tail = ''] = /^(.*?)\[(.*)\](.*)$/u.exec(part) ?? []
    if (ranges === undefined) return [part]
    return ranges.split(',').flatMap((range) => {
      const [from = '', to = from] = range.split('-')
      return Array.from({ length: Number(to) - Number(from) + 1 }, (_, step) => {
        const digits = String(Number(from) + step)
        return head + (from.length === to.length ? digits.padStart(from.length, '0') : digits) + tail
      })
    })
  })
}

const number = fc.oneof(
  fc.nat(120).map(String),
  fc.nat(120).map((value) => String(value).padStart(3, '0')),
  fc.stringMatching(/^\d{1,4}$/u),
)
const name = fc
  .tuple(
    fc.constantFrom('cmp', 'ctl-', '', 'r'),
    number,
    fc.constantFrom('', '.dc1', '-a', '.x'),
    fc.option(number),
  )
  .map(([head, first, middle, last]) => `${head}${first}${middle}${last ?? ''}`)

test('unfolding gives back every name, once, whatever its padding', () => {
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 60 }), (names) => {
      expect(unfold(fold(names)).sort()).toEqual([...new Set(names)].sort())
    }),
  )
})

test('names that lie in a row fold to one short text, however many', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 2, max: 99 }), (from, count) => {
      const names = Array.from({ length: count }, (_, at) => `cmp${String(from + at).padStart(4, '0')}`)
      expect(fold(names).length).toBe('cmp[0001-0048]'.length)
    }),
  )
})

test('names are ordered as people count', () => {
  expect(['cmp10', 'cmp2', 'cmp02', 'ctl1', 'cmp1'].sort(byName)).toEqual([
    'cmp1',
    'cmp02',
    'cmp2',
    'cmp10',
    'ctl1',
  ])
})
