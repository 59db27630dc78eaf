import { describe, expect, it } from 'vitest'
import { DEFAULT_SHAPE, fleetOf, LARGEST } from './fleet-spec.ts'

describe('the nodes of a lab', () => {
  it('have both versions of compose in the default fleet, and one node without curl and wget', () => {
    expect(fleetOf(DEFAULT_SHAPE, 7)).toEqual([
      { name: 'ctl1', role: 'control', address: '10.78.7.11', suite: 'bookworm', downloaders: true },
      { name: 'cmp1', role: 'compute', address: '10.78.7.101', suite: 'trixie', downloaders: true },
      { name: 'cmp2', role: 'compute', address: '10.78.7.102', suite: 'bookworm', downloaders: false },
    ])
  })

  it('are of every suite that a cloud has from the third compute node on', () => {
    const suites = fleetOf({ control: 1, compute: 3 }, 0).map(({ suite }) => suite)
    expect(suites).toEqual(['bookworm', 'trixie', 'bookworm', 'forky'])
  })

  it('are made of what is asked for by name', () => {
    const nodes = fleetOf({ control: 1, compute: 2, suites: { cmp2: 'compose1' } }, 0)
    expect(nodes.map(({ suite }) => suite)).toEqual(['bookworm', 'trixie', 'compose1'])
  })

  it('stay the same when the fleet grows', () => {
    expect(fleetOf({ control: 3, compute: 4 }, 0)).toEqual(expect.arrayContaining(fleetOf(DEFAULT_SHAPE, 0)))
  })

  it('have an address of their own each, also in the largest fleet', () => {
    const addresses = fleetOf(LARGEST, 0).map((node) => node.address)
    expect(new Set(addresses).size).toBe(LARGEST.control + LARGEST.compute)
    expect(addresses.every((address) => Number(address.split('.')[3]) < 255)).toBe(true)
  })
})
