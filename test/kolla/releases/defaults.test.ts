import { describe, expect, it } from 'vitest'
import { knownKeys, knownPorts, kollaDefault, roleDefault } from '../../../src/kolla/releases/defaults.ts'

describe('a yes or no of Kolla', () => {
  it('is a text up to 2025.2, and a boolean since 2026.1', () => {
    expect(
      (['2023.1', '2025.2', '2026.1', undefined] as const).map((release) =>
        ['enable_prometheus', 'enable_mariadb'].map((key) => kollaDefault(key, release)),
      ),
    ).toEqual([
      [{ value: 'no' }, { value: 'yes' }],
      [{ value: 'no' }, { value: 'yes' }],
      [{ value: false }, { value: true }],
      [{ value: 'no' }, { value: 'yes' }],
    ])
  })

  it('is a text nowhere in 2026.1', () => {
    const texts = knownKeys().filter((key) =>
      [kollaDefault(key, '2026.1'), roleDefault(key, '2026.1')].some(
        (found) => typeof found === 'object' && (found.value === 'yes' || found.value === 'no'),
      ),
    )
    expect(texts).toEqual([])
  })
})

describe('the ports of Kolla', () => {
  it.each([
    [18_080, 'an exporter'],
    [6070, 'an exporter of some releases'],
    [9311, 'an API'],
    [11_211, undefined],
  ])('have %i: %s', (port, service) => {
    expect(knownPorts().has(port)).toBe(service !== undefined)
  })
})

describe('the defaults of an exporter', () => {
  it('stand in its row, from the release on that has it', () => {
    expect(kollaDefault('prometheus_cadvisor_port', '2023.1')).toEqual({ value: '18080' })
    expect(kollaDefault('prometheus_valkey_exporter_port', '2025.2')).toBeUndefined()
    expect(kollaDefault('prometheus_valkey_exporter_port', '2026.1')).toEqual({ value: '9121' })
  })
})
