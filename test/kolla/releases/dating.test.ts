import { describe, expect, it } from 'vitest'
import { dateOf } from '../../../src/kolla/releases/dating.ts'

const filler = Array.from({ length: 130 }, (_, index) => `service-${index}`)
const OLD = ['loadbalancer', 'prometheus-libvirt-exporter', 'opensearch']

describe('the groups of an inventory', () => {
  it.each([
    [
      [...OLD, 'skyline'],
      ['2023.1'],
      'has the group skyline (since 2023.1), lacks letsencrypt (since 2023.2)',
    ],
    [
      [...OLD, 'skyline', 'letsencrypt', 'sahara'],
      ['2023.2'],
      'has the group letsencrypt (since 2023.2), lacks valkey (since 2025.1), has sahara (until 2023.2)',
    ],
    [
      [...OLD, 'skyline', 'letsencrypt', 'prometheus-msteams'],
      ['2023.2', '2024.1'],
      'has the group letsencrypt (since 2023.2), lacks valkey (since 2025.1), has prometheus-msteams (until 2024.1)',
    ],
    [
      [...OLD, 'skyline', 'letsencrypt', 'valkey'],
      ['2025.1'],
      'has the group valkey (since 2025.1), lacks ironic-dnsmasq (since 2025.2)',
    ],
    [[...OLD, 'haproxy'], [], 'has the group opensearch (in all since 2023.1), lacks skyline (since 2023.1)'],
  ])('%j are dated to %j', (groups, candidates, grounds) => {
    expect(dateOf(new Set([...filler, ...groups]))).toEqual({ candidates, grounds })
  })

  it('that an upgrade left behind do not count against newer ones', () => {
    const groups = [...OLD, 'skyline', 'letsencrypt', 'valkey', 'prometheus-msteams', 'sahara']
    expect(dateOf(new Set([...filler, ...groups]))?.candidates).toEqual(['2025.1'])
  })

  it('of a short inventory say nothing by what it lacks', () => {
    expect(dateOf(new Set(['control', 'compute']))).toBeUndefined()
    expect(dateOf(new Set([...filler.slice(50), ...OLD]))).toBeUndefined()
    expect(dateOf(new Set(['control', 'valkey']))?.candidates).toEqual(['2025.1', '2025.2', '2026.1'])
  })
})
