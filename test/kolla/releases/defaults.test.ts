import { describe, expect, it } from 'vitest'
import { knownKeys, kollaDefault, roleDefault } from '../../../src/kolla/releases/defaults.ts'

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
