import { expect, it } from 'vitest'
import { allowance } from '../../src/play/max-failures.ts'

it.each([
  [{ nodes: 0 }, 1000, 0],
  [{ nodes: 3 }, 1000, 3],
  [{ percent: 0 }, 1000, 0],
  [{ percent: 10 }, 1000, 100],
  [{ percent: 10 }, 3, 1],
  [{ percent: 10 }, 11, 2],
  [{ percent: 29 }, 100, 29],
  [{ percent: 100 }, 7, 7],
])('max_failures of %j allows so many of %i nodes: %i', (maxFailures, nodes, allowed) => {
  expect(allowance(maxFailures, nodes)).toBe(allowed)
})
