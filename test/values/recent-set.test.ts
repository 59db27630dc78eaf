import { expect, it } from 'vitest'
import { recentSet } from '../../src/values/recent-set.ts'

it('a recent set forgets what was added first, and never has more than its limit', () => {
  const recent = recentSet(2)
  for (const value of ['a', 'b', 'a', 'c']) recent.add(value)
  expect(['a', 'b', 'c'].map(recent.has)).toEqual([true, false, true])
  for (let index = 0; index < 1000; index += 1) recent.add(`${index}`)
  expect(Array.from({ length: 1000 }, (_, index) => `${index}`).filter(recent.has)).toEqual(['998', '999'])
})
