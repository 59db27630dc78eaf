import { describe, expect, it } from 'vitest'
import { checkName, placeOf } from '../base/paths.ts'
import { netnsName, vethName } from './link.ts'

describe('the place of a lab', () => {
  it('is test/lab/run for the default name, and has the name in it for others', () => {
    expect(placeOf('lab').runDirectory).toMatch(/\/test\/lab\/run$/)
    expect(placeOf('selftest').runDirectory).toMatch(/\/test\/lab\/run-selftest$/)
    expect(placeOf('selftest').stateDirectory).toBe('/var/lib/kolla-mimir-lab/selftest')
  })

  it('gives no link a name of more than the 15 characters that Linux takes', () => {
    expect(placeOf('abcdefghijk').bridge.length).toBeLessThanOrEqual(15)
    expect(vethName(255, 'registry').length).toBeLessThanOrEqual(15)
    expect(vethName(255, 'cmp150').length).toBeLessThanOrEqual(15)
  })

  it('keeps the objects of one lab apart from those of a lab whose name is longer', () => {
    expect(netnsName(placeOf('lab2'), 'cmp1').startsWith(netnsName(placeOf('lab'), ''))).toBe(false)
  })

  it.each(['', 'Lab', '../x', 'a-b', '1a', 'twelveletter', 'a b'])('refuses the name %j', (name) => {
    expect(() => checkName(name)).toThrow(/--name: expected a letter/)
  })
})
