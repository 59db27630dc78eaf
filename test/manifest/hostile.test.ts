import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { problemLines } from '../../src/manifest/problems/problem-lines.ts'
import { linesOf, read } from './operator.ts'

const FIVE = 'mimir:\n  url: http://10.0.0.5:9009\n  tenant: openstack\nkolla:\n  inventory: multinode\n'
const EXAMPLE = readFileSync(new URL('../../inventory.example.yml', import.meta.url), 'utf8')
const COMPLETE = EXAMPLE.replace(/^( *)#(?=\S)/gmu, '$1')

test.each([
  [
    'no text',
    '',
    'inventory.yml:1:1: found nothing in the file; write e.g. mimir: { url: http://10.0.0.5:9009 }',
  ],
  [
    'comments only',
    '# mimir:\n',
    'inventory.yml:1:1: found nothing in the file; write e.g. mimir: { url: http://10.0.0.5:9009 }',
  ],
  [
    'a list',
    '- mimir\n',
    'inventory.yml:1:1: expected the manifest of kolla-mimir, found a list; write e.g. { mimir: { url: http://10.0.0.5:9009 }, kolla: { inventory: multinode } }',
  ],
  [
    'a word',
    'mimir\n',
    'inventory.yml:1:1: expected the manifest of kolla-mimir, found "mimir"; write e.g. { mimir: { url: http://10.0.0.5:9009 }, kolla: { inventory: multinode } }',
  ],
  [
    'a tab',
    'mimir:\n\turl: http://a:1\n',
    'inventory.yml:2:1: found a tab in the indentation; indent with spaces',
  ],
  [
    'two documents',
    `${FIVE}---\n${FIVE}`,
    'inventory.yml:6:1: found a second YAML document in the file; keep one document; remove the --- line before the second',
  ],
  [
    'a NUL',
    'mimir:\n  url: "http://a\0:1"\n',
    'inventory.yml:2:17: found the control character U+0000; this is not a plain text file; save the file as UTF-8 text without control characters',
  ],
  [
    'an escaped NUL',
    `${FIVE}ssh: { user: "a\\0b" }\n`,
    'inventory.yml:6:14 ssh.user: found a control character; take it out',
  ],
  [
    'an escape sequence',
    `${FIVE}ssh: { "\\e[2Juser": a }\n`,
    'inventory.yml:6:8 ssh.user: found a control character in the key; take it out',
  ],
  [
    '__proto__',
    `${FIVE}__proto__: { parallel: 1 }\n`,
    'inventory.yml:6:1 __proto__: unknown key; take it out',
  ],
  [
    '__proto__ among free keys',
    `${FIVE}worker: { exporters: { __proto__: { port: 1 } } }\n`,
    'inventory.yml:6:24 worker.exporters.__proto__: unknown key; take it out',
  ],
  [
    'constructor',
    `${FIVE}constructor: 1\n`,
    'inventory.yml:6:1 constructor: unknown key; the keys here are mimir, grafana, kolla, nodes, ssh, worker, rollout',
  ],
])('refuses %s in one line', async (_, text, line) => {
  expect(await linesOf(text)).toEqual([line])
})

test.each([
  ['a byte order mark', `\uFEFF${FIVE}`],
  ['lines that end as on Windows', FIVE.replaceAll('\n', '\r\n')],
  ['no newline at the end', FIVE.trimEnd()],
  ['a document mark', `---\n${FIVE}...\n`],
  ['an alias', 'mimir: { url: "http://a:1", tenant: &a multinode }\nkolla: { inventory: *a }\n'],
])('takes %s', async (_, text) => {
  expect(await linesOf(text)).toEqual([])
})

test('refuses a text of 2 MiB unread', async () => {
  const [line, ...more] = await linesOf(`${FIVE}# ${'x'.repeat(2 * 1024 * 1024)}\n`)
  expect(more).toEqual([])
  expect(line).toMatch(/^inventory\.yml: the file has \d+ bytes; at most 1048576 are read; /u)
})

test('refuses a bomb of aliases without expanding it', async () => {
  const bomb = Array.from(
    { length: 12 },
    (_, n) =>
      `l${n}: &l${n} [${
        n === 0
          ? 'x'
          : Array(9)
              .fill(`*l${n - 1}`)
              .join(',')
      }]`,
  )
  const { manifest, problems } = await read(`${FIVE}${bomb.join('\n')}\n`)
  expect(manifest).toBeUndefined()
  expect(problemLines(problems).join('\n')).toMatch(/the aliases stand for more than \d+ values/u)
})

test('changes no prototype', async () => {
  await read(
    `${FIVE}worker: { labels: { __proto__: { polluted: yes } } }\nkolla: { overrides: { __proto__: { polluted: 1 } } }\n`,
  )
  expect(Object.keys(Object.prototype)).toEqual([])
  expect({}).not.toHaveProperty('polluted')
})

test('never throws and never shows a control character, whatever is done to the complete example', async () => {
  const pieces = fc.constantFrom(
    ' ',
    '\n',
    ':',
    '- ',
    '{',
    '}',
    '[',
    '"',
    '&a ',
    '*a',
    '!x ',
    '~',
    '#',
    '|',
    '\t',
    '__proto__',
    '\u001b[2J',
    '0x1',
    '\u202e',
  )
  const cut = fc.record({ at: fc.nat(COMPLETE.length), drop: fc.nat(40), put: fc.oneof(pieces, fc.string()) })
  await fc.assert(
    fc.asyncProperty(fc.array(cut, { minLength: 1, maxLength: 4 }), async (cuts) => {
      const text = cuts.reduce(
        (all, { at, drop, put }) => all.slice(0, at) + put + all.slice(at + drop),
        COMPLETE,
      )
      const { manifest, problems } = await read(text)
      expect(manifest === undefined).toBe(problems.some(({ severity }) => severity === 'error'))
      expect(problemLines(problems).join('\n')).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u)
    }),
    { numRuns: 150 },
  )
})

test('never throws, whatever value stands at a key', async () => {
  const paths = [
    'mimir',
    'mimir.url',
    'mimir.auth',
    'mimir.auth.bearer',
    'kolla',
    'kolla.inventory',
    'nodes',
    'nodes.a',
    'nodes.a.hosts',
    'ssh',
    'ssh.keys',
    'worker',
    'worker.listen',
    'worker.image',
    'worker.directory',
    'worker.labels',
    'worker.exporters',
    'worker.exporters.cadvisor',
    'rollout.deadlines',
    'rollout.deadlines.stage',
  ]
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 3 }), async (path, value) => {
      const whole = path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value)
      const { problems } = await read(JSON.stringify(whole))
      expect(problemLines(problems).every((line) => line.startsWith('inventory.yml'))).toBe(true)
    }),
    { numRuns: 300 },
  )
})
