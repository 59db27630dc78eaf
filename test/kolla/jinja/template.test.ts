import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveVariable } from '../../../src/kolla/resolve.ts'
import { templates, variables } from './expressions.ts'

function resolve(template: string) {
  return resolveVariable('asked', (key) => {
    const value = key === 'asked' ? template : variables[key]
    return value === undefined ? undefined : { value, origin: { kind: 'override' } }
  })
}

describe('a template', () => {
  it.each([
    ["{{ range.constructor('return process.pid')() }}", 'unsupported'],
    ["{{ ''.constructor.constructor('return 1')() }}", 'unsupported'],
    ['{{ distro.constructor }}', 'undefined'],
    ['{{ map.__proto__ }}', 'undefined'],
    ["{{ map['toString'] }}", 'undefined'],
    ["{{ words['length'] }}", 'undefined'],
    ['{{ lookup("pipe", "id") }}', 'unsupported'],
    ['{{ distro | shell }}', 'unsupported'],
    ["{{ 'constructor' in map }}", false],
  ])('%s runs no code', (template, expected) => {
    const resolved = resolve(template)
    expect(resolved.known ? resolved.value : resolved.reason).toBe(expected)
  })

  it('nested too deep is refused, not a crash', () => {
    for (const text of [
      `${'('.repeat(5000)}1${')'.repeat(5000)}`,
      `${'not '.repeat(5000)}1`,
      '['.repeat(5000),
      `1${' ~ 1'.repeat(5000)}`,
    ])
      expect(resolve(`{{ ${text} }}`)).toMatchObject({ known: false, reason: 'unsupported' })
  })

  it.each([
    ['braces that are never closed', '{{ '.repeat(40_000)],
    ['strings before a missing brace', `{{ ${"'a' ".repeat(40_000)}`],
    ['comments that are never closed', '{#'.repeat(40_000)],
    ['a quote that is never closed', `{{ '${'x'.repeat(40_000)}`],
  ])('with %s is refused after one reading', (_what, text) => {
    expect(resolve(text)).toMatchObject({ known: false, reason: 'unsupported' })
  })

  it('of any pieces has a value or a reason, and is never thrown at', () => {
    const pieces = templates.flatMap((template) => template.split(/(?<=[\s(){}[\]|])|(?=[\s(){}[\]|])/u))
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 15 }), (parts) => {
        expect(typeof resolve(`{{ ${parts.join('')} }}`).known).toBe('boolean')
      }),
      { numRuns: 3000 },
    )
  })
})

describe("Kolla's filters for addresses", () => {
  it.each([
    ["{{ 'cloud.example' | kolla_url('http', 5000) }}", 'http://cloud.example:5000'],
    ["{{ 'cloud.example' | kolla_url('https', '443', '/v3') }}", 'https://cloud.example/v3'],
    ["{{ '2001:db8::5' | kolla_url('http', '80') }}", 'http://[2001:db8::5]'],
    ["{{ '2001:db8::5' | kolla_url('https', '80') }}", 'https://[2001:db8::5]:80'],
    ["{{ '10.0.0.5' | kolla_url(protocol='wss', port=443, path='/x') }}", 'wss://10.0.0.5/x'],
    ["{{ '10.0.0.5' | put_address_in_context('url') }}", '10.0.0.5'],
    ["{{ '2001:db8::5' | put_address_in_context('url') }}", '[2001:db8::5]'],
    ["{{ '2001:db8::5' | put_address_in_context('memcache') }}", 'unsupported'],
    ["{{ '10.0.0.5' | kolla_url('http', 'api') }}", 'unsupported'],
    ["{{ '10.0.0.5' | kolla_url('http') }}", 'unsupported'],
  ])('%s', (template, expected) => {
    const resolved = resolve(template)
    expect(resolved.known ? resolved.value : resolved.reason).toBe(expected)
  })
})
