import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { resolveVariable } from '../../src/kolla/resolve.ts'
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
