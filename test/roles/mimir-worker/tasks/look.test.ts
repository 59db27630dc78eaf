import { describe, expect, it } from 'vitest'
import { clockSkew } from '../../../../roles/mimir-worker/tasks/look.ts'

describe('the clock of a node, told as whole seconds in the course of a look', () => {
  it.each([
    [1000, 1000.2, 1003, 0],
    [1003, 1000.2, 1003.4, 0],
    [1005, 1000.2, 1003.4, 2],
    [999, 1000.9, 1003, -1],
    [400, 1000, 1003, -599],
    [4600, 1000, 1003, 3597],
  ])('tells %i between %f and %f: off by %i s', (told, began, ended, skew) => {
    expect(clockSkew(told, began, ended)).toBe(skew)
  })
})
