import { describe, expect, it } from 'vitest'
import { chooseSubnet, macAddress } from './addresses.ts'

describe('the subnet of a lab', () => {
  it('is 10.78.0.0/24 for the default lab', () => {
    expect(chooseSubnet('lab', [])).toBe(0)
  })

  it('follows from the name', () => {
    expect(chooseSubnet('selftest', [])).toBe(chooseSubnet('selftest', []))
    expect(chooseSubnet('selftest', [])).not.toBe(chooseSubnet('other', []))
  })

  it('steps aside for addresses and routes of this machine', () => {
    expect(chooseSubnet('lab', ['10.78.0.1/24', '192.168.1.7/24'])).toBe(1)
    expect(chooseSubnet('lab', ['10.78.0.9'])).toBe(1)
    expect(chooseSubnet('lab', ['10.78.0.0/22'])).toBe(4)
  })

  it('does not mind a route that is wider than its own', () => {
    expect(chooseSubnet('lab', ['10.0.0.0/8', '0.0.0.0/0', 'default'])).toBe(0)
  })

  it('wraps around behind 255', () => {
    const first = chooseSubnet('selftest', [])
    const behind = Array.from({ length: 256 - first }, (_, index) => `10.78.${first + index}.0/24`)
    expect(chooseSubnet('selftest', behind)).toBe(0)
  })

  it('is refused when all are taken', () => {
    expect(() => chooseSubnet('lab', ['10.78.0.0/16'])).toThrow(/10\.78\.0\.0\/16 is in use/)
  })
})

describe('the MAC address of a machine', () => {
  it('follows from its IP address and is a local one', () => {
    expect(macAddress('10.78.3.101')).toBe('02:4c:0a:4e:03:65')
  })
})
