import { assert, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { uriComponent } from '../../src/values/uri-component.ts'

describe('a part of a URL', () => {
  it('keeps whole characters, and has a replacement for half of one', () => {
    expect(uriComponent('a b/😀')).toBe('a%20b%2F%F0%9F%98%80')
    expect(uriComponent('\uD83D/\uDE00')).toBe('%EF%BF%BD%2F%EF%BF%BD')
  })

  it('is made of any text', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        expect(decodeURIComponent(uriComponent(text))).toBe(text.replaceAll(/\p{Surrogate}/gu, '\uFFFD'))
      }),
    )
  })
})
