import { describe, expect, it } from 'vitest'
import { missingImage } from '../../../../roles/mimir-worker/plan/way-back.ts'
import { facts, LOCAL_IMAGE } from '../sample.ts'

describe('the image of the way back', () => {
  const madeOf = new Map([
    ['aaaaaaaaaaaa', LOCAL_IMAGE.reference],
    ['bbbbbbbbbbbb', 'prom/prometheus@sha256:gone'],
  ])

  it('is missing where the engine no longer has what the generation is made of', () => {
    expect(missingImage(facts({ madeOf }), 'bbbbbbbbbbbb')).toBe('prom/prometheus@sha256:gone')
    expect(missingImage(facts({ madeOf }), 'aaaaaaaaaaaa')).toBeUndefined()
  })

  it('is not said to be missing where it is not known', () => {
    expect(missingImage(facts({ madeOf }), 'cccccccccccc')).toBeUndefined()
    expect(missingImage(facts(), 'bbbbbbbbbbbb')).toBeUndefined()
    expect(missingImage(facts({ madeOf }), undefined)).toBeUndefined()
    const engine = { state: 'down', evidence: '' } as const
    expect(missingImage(facts({ madeOf, engine, images: [] }), 'bbbbbbbbbbbb')).toBeUndefined()
  })
})
