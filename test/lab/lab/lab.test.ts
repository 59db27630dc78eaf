import { describe, expect, it } from 'vitest'
import { fleetOf } from '../base/fleet-spec.ts'
import { wantedNodes } from './lab.ts'
import { statusText } from './status.ts'

const ROOTFS = { bookworm: '/cache/bookworm-1', trixie: '/cache/trixie-1' }

describe('growing a lab', () => {
  const made = wantedNodes([], fleetOf({ control: 1, compute: 1 }, 0), ROOTFS)

  it('gives each node the root file system of its suite', () => {
    expect(made.map(({ name, rootfs }) => [name, rootfs])).toEqual([
      ['ctl1', '/cache/bookworm-1'],
      ['cmp1', '/cache/trixie-1'],
    ])
  })

  it('adds what is missing and leaves what is there, also on an older root file system', () => {
    const newer = { bookworm: '/cache/bookworm-2', trixie: '/cache/trixie-2' }
    const grown = wantedNodes(made, fleetOf({ control: 2, compute: 2 }, 0), newer)
    expect(grown.map(({ name, rootfs }) => [name, rootfs])).toEqual([
      ['ctl1', '/cache/bookworm-1'],
      ['ctl2', '/cache/trixie-2'],
      ['cmp1', '/cache/trixie-1'],
      ['cmp2', '/cache/bookworm-2'],
    ])
  })

  it('is an error where a root file system was not built', () => {
    expect(() => wantedNodes([], fleetOf({ control: 1, compute: 3 }, 0), ROOTFS)).toThrow(
      'cmp3: no root file system of forky was built',
    )
  })

  it('takes nothing away when a smaller fleet is asked for', () => {
    const big = wantedNodes([], fleetOf({ control: 2, compute: 2 }, 0), ROOTFS)
    expect(wantedNodes(big, fleetOf({ control: 1, compute: 1 }, 0), ROOTFS)).toEqual(big)
  })
})

describe('the status of a lab', () => {
  it('is one aligned line a machine', () => {
    const machines = [
      { name: 'master', address: '10.78.0.5', kind: 'master', running: true, faults: [] },
      { name: 'cmp1', address: '10.78.0.101', kind: 'trixie', running: true, faults: ['cut', 'slow'] },
      { name: 'cmp2', address: '10.78.0.102', kind: 'bookworm', running: false, faults: [] },
    ]
    expect(statusText({ name: 'lab', manifest: '/p/inventory.yml' }, machines)).toBe(
      [
        'lab lab: /p/inventory.yml',
        'master  10.78.0.5    master    well',
        'cmp1    10.78.0.101  trixie    cut, slow',
        'cmp2    10.78.0.102  bookworm  off',
        '',
      ].join('\n'),
    )
  })
})
