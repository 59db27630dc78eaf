import { describe, expect, it } from 'vitest'
import { NAMES, NOT_NEGATIVE, oneForEach, oneOf, PATTERN, readFault, TRUE_OR_FALSE } from './fault.ts'

interface Sample {
  readonly status?: 429 | 500
  readonly delayMs?: number
  readonly only?: string
  readonly tenants?: readonly string[]
  readonly blackHole?: boolean
}

const read = (text: string) =>
  readFault<Sample>(text, {
    status: oneOf(429, 500),
    delayMs: NOT_NEGATIVE,
    only: PATTERN,
    tenants: NAMES,
    blackHole: TRUE_OR_FALSE,
  })

describe('a fault', () => {
  it.each(['', '  ', '{}'])('of %j is none', (text) => {
    expect(read(text)).toEqual({ ok: true, value: {} })
  })

  it('is taken as it stands when all of it is known', () => {
    const fault = { status: 429, delayMs: 10, only: '^/v2/', tenants: ['a'], blackHole: false }
    expect(read(JSON.stringify(fault))).toEqual({ ok: true, value: fault })
  })

  it('names every problem at once', () => {
    const text = JSON.stringify({
      status: 418,
      delayMs: -1,
      only: '(',
      tenants: [1],
      blackHole: 1,
      statsu: 500,
    })
    expect(read(text)).toEqual({
      ok: false,
      failure: [
        'status: expected one of 429, 500, found 418',
        'delayMs: expected a number of 0 or more, found -1',
        'only: expected a regular expression, found "("',
        'tenants: expected a list of names, found [1]',
        'blackHole: expected true or false, found 1',
        'statsu: no such key; expected one of status, delayMs, only, tenants, blackHole',
      ],
    })
  })

  it('may be a whole fault for each of some names', () => {
    const each = oneForEach<Sample>({
      status: oneOf(429, 500),
      delayMs: NOT_NEGATIVE,
      only: PATTERN,
      tenants: NAMES,
      blackHole: TRUE_OR_FALSE,
    })
    expect(each.accepts({ one: { status: 429 }, other: {} })).toBe(true)
    for (const value of [null, 7, { one: { status: 418 } }, { one: 7 }])
      expect(each.accepts(value)).toBe(false)
  })

  it.each(['[]', 'null', '7', '{', 'status=429'])('of %j is no JSON object', (text) => {
    expect(read(text)).toEqual({ ok: false, failure: [`expected a JSON object, found ${text}`] })
  })
})
