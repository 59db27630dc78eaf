import { expect, it } from 'vitest'
import { checkName } from '../lab/base/paths.ts'
import { AT_ONCE, namesOf, sharedNames } from './lab-names.ts'

it('files that run at the same time have labs of different names, all of which a lab may have', () => {
  const names = sharedNames()
  expect(namesOf('rollout')).toHaveLength(AT_ONCE)
  expect(new Set(names).size).toBe(names.length)
  expect(names.map(checkName)).toEqual(names)
})
