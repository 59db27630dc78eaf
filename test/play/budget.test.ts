import { expect, it } from 'vitest'
import { allowance } from '../../src/play/budget.ts'

it.each([
  [{ nodes: 0 }, 1000, 0],
  [{ nodes: 3 }, 1000, 3],
  [{ percent: 0 }, 1000, 0],
  [{ percent: 10 }, 1000, 100],
  [{ percent: 10 }, 3, 1],
  [{ percent: 10 }, 11, 2],
  [{ percent: 29 }, 100, 29],
  [{ percent: 100 }, 7, 7],
])('a budget of %j gives up to so many of %i nodes: %i', (budget, nodes, allowed) => {
  expect(allowance(budget, nodes)).toBe(allowed)
})
