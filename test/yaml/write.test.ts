import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readYaml } from '../../src/yaml/document.ts'
import type { Dialect } from '../../src/yaml/syntax.ts'
import { Encrypted } from '../../src/yaml/tagged.ts'
import { writeYaml } from '../../src/yaml/write.ts'

const read = (text: string, dialect: Dialect) => readYaml(text, 'f.yml', dialect)

describe('writing', () => {
  it('quotes every string and the keys that a YAML 1.1 reader would take for something else', () => {
    const value = {
      on: 'yes',
      n: 1,
      'a b': '012',
      port: 9100,
      list: ['=', '<<', '12:30:45'],
      none: null,
      gone: undefined,
    }
    expect(writeYaml(value)).toBe(
      '"on": "yes"\n"n": 1\n"a b": "012"\nport: 9100\nlist:\n  - "="\n  - "<<"\n  - "12:30:45"\nnone: null\n',
    )
  })

  it('keeps a long text on one line and writes a repeated object out', () => {
    const shared = { text: 'word '.repeat(40).trim() }
    expect(writeYaml({ a: shared, b: shared })).toBe(
      `a:\n  text: "${shared.text}"\nb:\n  text: "${shared.text}"\n`,
    )
  })

  it('writes what is empty, and what is nested in lists', () => {
    expect(writeYaml({ a: {}, b: [], c: [[1, [2]], { d: [{ e: 3, f: {} }] }], g: '' })).toBe(
      'a: {}\nb: []\nc:\n  - - 1\n    - - 2\n  - d:\n      - e: 3\n        f: {}\ng: ""\n',
    )
    expect([writeYaml([]), writeYaml({}), writeYaml('x'), writeYaml(null)]).toEqual([
      '[]\n',
      '{}\n',
      '"x"\n',
      'null\n',
    ])
  })

  it('escapes the characters that PyYAML takes for line ends or refuses', () => {
    expect(writeYaml({ a: 'x\u2028\u0085\u007f\n' })).toBe('a: "x\\u2028\\u0085\\u007F\\n"\n')
  })

  it.each([[new Date(0)], [{ a: new Encrypted() }], [Number.NaN], [() => 1], [1e21], [{ a: [1e-7] }]])(
    'refuses %s',
    (value) => {
      expect(() => writeYaml(value)).toThrow(TypeError)
    },
  )

  it('is read back alike by both dialects, whatever the data', () => {
    const { data } = fc.letrec((tie) => ({
      data: fc.oneof(
        { depthSize: 'small' },
        fc.string({ unit: 'binary' }),
        fc.constantFrom('yes', 'n', '0660', '1e3', '~', '', '{{ x }}', '- a', '!vault', '2026-01-01'),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('data'), { maxLength: 4 }),
        fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('on', 'No', 'null', '<<', '1')), tie('data'), {
          maxKeys: 4,
        }),
      ),
    }))
    fc.assert(
      fc.property(data, (value) => {
        const text = writeYaml(value)
        const plain: unknown = JSON.parse(JSON.stringify(value))
        expect(JSON.parse(JSON.stringify(read(text, 'strict-1.2').value))).toEqual(plain)
        expect(JSON.parse(JSON.stringify(read(text, 'ansible').value))).toEqual(plain)
      }),
      { numRuns: 500 },
    )
  })
})
