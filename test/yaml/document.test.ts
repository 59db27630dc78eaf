import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Problem } from '../../src/model/problem.ts'
import { readYaml } from '../../src/yaml/document.ts'
import type { Dialect } from '../../src/yaml/syntax.ts'
import { Encrypted, Unsafe } from '../../src/yaml/tagged.ts'

const read = (text: string, dialect: Dialect) => readYaml(text, 'f.yml', dialect)
const sentence = ({ at, path, message, remedy }: Problem) =>
  `${at && 'line' in at ? `${at.line}:${at.column}` : ''} ${path}: ${message}; ${remedy}`
const sentences = (text: string, dialect: Dialect) => read(text, dialect).problems.map(sentence)

describe('the strict dialect', () => {
  it('keeps YAML 1.1 words as strings and reads 1.2 numbers', () => {
    expect(read('a: yes\nb: off\nc: 0660\nd: 0o10\ne: 12:30\nf: true\ng:\n', 'strict-1.2').value).toEqual({
      a: 'yes',
      b: 'off',
      c: 660,
      d: 8,
      e: '12:30',
      f: true,
      g: null,
    })
  })

  it('reads every key as the text it is', () => {
    expect(read('1: a\nyes: b\n~: c\n', 'strict-1.2').value).toEqual({ '1': 'a', yes: 'b', '~': 'c' })
  })

  it('reads a byte order mark and Windows line ends, and counts columns without the mark', () => {
    const reading = read('\uFEFFa: 1\r\nb:\r\n  c: 2\r\n', 'strict-1.2')
    expect(reading.value).toEqual({ a: 1, b: { c: 2 } })
    expect(reading.problems).toEqual([])
    expect(reading.positionOf(['a'])).toEqual({ file: 'f.yml', line: 1, column: 4 })
  })

  it.each([
    ['a: 1\nb: 2\na: 3', '3:1 a: the key is given twice, on line 1 and on line 3; keep one of the two'],
    [
      'a: 1\n---\nb: 1',
      '2:1 : found a second YAML document in the file; keep one document; remove the --- line before the second',
    ],
    ['a:\n\tb: 1', '2:1 : found a tab in the indentation; indent with spaces'],
    [
      'a: {{ x }}',
      '1:4 a: found an unquoted {{, which YAML reads as the start of a mapping; quote the whole value: key: "{{ … }}"',
    ],
    [
      'a: !vault x',
      '1:11 a: found the tag !vault, which is not understood here; write the plain value without a tag',
    ],
    [
      'a: !!set {x}',
      '1:10 a: found the tag !!set, which is not understood here; write the plain value without a tag',
    ],
    ['<<: {a: 1}', '1:1 : found the merge key <<, which is not read here; write the keys out'],
    ['[a]: 1', '1:1 : found a key that is not text; write the key as text'],
    [': 1', '1:1 : found a value without a key; write the key before the colon'],
    [
      'a: *b',
      '1:4 a: found an alias without an anchor before it; an unquoted value that begins with * is one; quote the value, or write it out',
    ],
    ['a: &a [*a]', '1:8 a[0]: found an alias that refers to itself; quote the value, or write it out'],
  ])('refuses %j', (text, expected) => {
    expect(sentences(text, 'strict-1.2')).toEqual([expected])
  })

  it('reports every key that is given twice, not only the first', () => {
    expect(sentences('a: 1\na: 2\nb: {c: 1, c: 2}\n', 'strict-1.2')).toHaveLength(2)
  })

  it('refuses a text of more than one mebibyte before parsing it', () => {
    expect(sentences(`a: ${'x'.repeat(1024 * 1024)}`, 'strict-1.2')).toEqual([
      ' : the file has 1048579 bytes; at most 1048576 are read; check that this is the right file, or split it',
    ])
  })

  it('refuses aliases that would grow into a huge value', () => {
    const levels = 'bcdefghij'.split('').map((name, index) => {
      const previous = 'abcdefghi'.charAt(index)
      return `${name}: &${name} [${Array.from({ length: 10 }, () => `*${previous}`).join(', ')}]`
    })
    const problems = sentences(`a: &a [x, x, x, x, x, x, x, x, x, x]\n${levels.join('\n')}`, 'strict-1.2')
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain('the aliases stand for more than 100000 values')
  })

  it('lets an anchor be used again', () => {
    expect(read('a: &x {b: 1}\nc: *x\n', 'strict-1.2').value).toEqual({ a: { b: 1 }, c: { b: 1 } })
  })
})

describe("Ansible's dialect", () => {
  it('reads scalars as PyYAML does', () => {
    const text =
      'a: yes\nb: n\nc: 0660\nd: 1:30\ne: 1e3\nf: 1.0e+3\ng: 0x1F\nh: 1_000\ni: -0b11\nj: 2026-01-01\nk: ~\nl: "yes"\n'
    expect(read(text, 'ansible').value).toEqual({
      a: true,
      b: 'n',
      c: 432,
      d: 90,
      e: '1e3',
      f: 1000,
      g: 31,
      h: 1000,
      i: -3,
      j: '2026-01-01',
      k: null,
      l: 'yes',
    })
  })

  it('keeps the digits of an integer that no number holds exactly', () => {
    expect(read('a: 12345678901234567890', 'ansible').value).toEqual({ a: '12345678901234567890' })
  })

  it('takes the last of two equal keys and warns with both lines', () => {
    const reading = read('a: 1\nb: 2\na: 3\n', 'ansible')
    expect(reading.value).toEqual({ a: 3, b: 2 })
    expect(reading.problems).toEqual([
      {
        severity: 'warning',
        at: { file: 'f.yml', line: 3, column: 1 },
        path: 'a',
        message: 'the key is given twice, on line 1 and on line 3; Ansible takes the last',
        remedy: 'keep one of the two',
      },
    ])
    expect(reading.positionOf(['a'])).toEqual({ file: 'f.yml', line: 3, column: 4 })
  })

  it('merges << below the keys that are written out', () => {
    expect(read('a: &a {x: 1, y: 2}\nb:\n  <<: *a\n  y: 3\n', 'ansible').value).toEqual({
      a: { x: 1, y: 2 },
      b: { x: 1, y: 3 },
    })
  })

  it('keeps a vaulted value closed, and prints it as encrypted', () => {
    const { value, problems } = read('a: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162\n', 'ansible')
    expect(problems).toEqual([])
    expect(value).toEqual({ a: new Encrypted() })
    expect(JSON.stringify(value)).toBe('{"a":"(encrypted with ansible-vault)"}')
  })

  it('reads a vaulted file as one encrypted value', () => {
    expect(read('$ANSIBLE_VAULT;1.1;AES256\n6162\n', 'ansible').value).toBeInstanceOf(Encrypted)
  })

  it('marks unsafe strings, also inside an unsafe list', () => {
    expect(read('a: !unsafe "{{ x }}"\nb: !unsafe [c, 1]\n', 'ansible').value).toEqual({
      a: new Unsafe('{{ x }}'),
      b: [new Unsafe('c'), 1],
    })
  })

  it.each([
    [
      'a: {{ x }}',
      '1:4 a: found an unquoted {{, which YAML reads as the start of a mapping; quote the whole value: key: "{{ … }}"',
    ],
    [
      'a: {{ x }}/b',
      '1:11 : found an unquoted {{, which YAML reads as the start of a mapping; quote the whole value: key: "{{ … }}"',
    ],
    [
      'a:\n  - {{ x }}',
      '2:5 a[0]: found an unquoted {{, which YAML reads as the start of a mapping; quote the whole value: key: "{{ … }}"',
    ],
    [
      '{% if x %}\na: 1',
      '1:2 : found a template ({% …), not YAML; point at the rendered file; Kayobe keeps it in $KOLLA_CONFIG_PATH',
    ],
    [
      'a: 1\n---\nb: 1',
      '2:1 : found a second YAML document in the file; keep one document; remove the --- line before the second',
    ],
    [
      'a: !!python/object:os x',
      '1:23 a: found a tag that is not understood here; an unquoted value that begins with ! is one; quote the value, or write it without a tag',
    ],
    [
      'a: \u0007',
      '1:4 : found the control character U+0007; this is not a plain text file; save the file as UTF-8 text without control characters',
    ],
    ['a: 1\nb: caf\uFFFD', '2:7 : found a byte that is not UTF-8; save the file as UTF-8'],
    [
      'a: b: c',
      '1:4 : this is not valid YAML: nested mappings are not allowed in compact mappings; correct the syntax here or on the line above',
    ],
  ])('refuses %j', (text, expected) => {
    expect(sentences(text, 'ansible')).toEqual([expected])
  })

  it.each([
    '!hunter2',
    '*hunter2',
    '|hunter2',
    '"hunter2',
    '{hunter2',
    '@hunter2',
    '\thunter2: x',
    '%hunter2',
    'hunter2: hunter2',
    '"\\hunter2"',
  ])('never repeats the value of %j, which may be a password', (value) => {
    const { problems } = read(`password: ${value}\n`, 'ansible')
    expect(problems).toHaveLength(1)
    expect(JSON.stringify(problems)).not.toContain('hunter2')
  })

  it.each(['', '# nothing\n', '---\n', ' \n'])('reads %j as null without a problem', (text) => {
    expect(read(text, 'ansible')).toMatchObject({ value: null, problems: [] })
  })

  it('makes __proto__ an ordinary key', () => {
    const { value } = read('__proto__: {polluted: 1}', 'ansible')
    expect(Object.keys(Object(value))).toEqual(['__proto__'])
    expect('polluted' in {}).toBe(false)
  })
})

describe('any text', () => {
  it.each([
    ['['.repeat(100_000), '1:64'],
    ['- '.repeat(20_000), '1:127'],
    ['{a: '.repeat(20_000), '1:253'],
    [`a: 1\n---\nb: 1\n---\n${'['.repeat(5000)}`, '5:64'],
  ])('nested too deep is refused where it is', (text, place) => {
    expect(sentences(text, 'ansible')).toEqual([expect.stringMatching(`^${place} : .*nested too deep`)])
  })

  it('may nest as deep as people do', () => {
    const text = `${'['.repeat(60)}${']'.repeat(60)}`
    expect(sentences(text, 'ansible')).toEqual([])
  })

  it('is read or refused, never thrown at', () => {
    const piece = fc.constantFrom(
      'a',
      ': ',
      '- ',
      '\n',
      '  ',
      '{',
      '}',
      '"',
      "'",
      '&a ',
      '*a',
      '!x ',
      '<<',
      '|',
      '#',
      '?',
      '---',
      '\t',
      ',',
      '[',
      ']',
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }),
        fc.constantFrom<Dialect>('strict-1.2', 'ansible'),
        (parts, dialect) => {
          const { value, problems } = read(parts.join(''), dialect)
          expect(value !== undefined || problems.some(({ severity }) => severity === 'error')).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('positions', () => {
  const { positionOf } = read('a:\n  b: [1, 22]\n  c:\nd: &x {e: 1}\nf: *x\n', 'strict-1.2')

  it.each([
    [['a'], '2:3', '1:1'],
    [['a', 'b', 1], '2:10', '2:10'],
    [['a', 'c'], '3:5', '3:3'],
    [['f', 'e'], '4:11', '4:8'],
    [['a', 'missing', 'deeper'], '2:3', '1:1'],
    [['missing'], '1:1', '1:1'],
  ] as const)('of %j are those of its value and of its key', (path, value, key) => {
    const text = ({ line, column }: { line: number; column: number }) => `${line}:${column}`
    expect([text(positionOf(path)), text(positionOf(path, 'key'))]).toEqual([value, key])
  })
})
