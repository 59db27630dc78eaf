import { expect, it } from 'vitest'
import { groupBy } from '../../src/values/group-by.ts'

it('groups keep the order in which keys and items occur', () => {
  const groups = groupBy(['b1', 'a1', 'b2'], ([letter]) => letter)
  expect([...groups]).toEqual([
    ['b', ['b1', 'b2']],
    ['a', ['a1']],
  ])
})

it('nothing has no groups', () => {
  expect(groupBy([], String).size).toBe(0)
})
