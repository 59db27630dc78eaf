import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { EXPORTER_NAMES } from '../../src/kolla/releases/exporters.ts'
import type { ManifestContext } from '../../src/manifest/manifest.ts'
import { inventorySchema } from '../../src/manifest/schema/schema.ts'
import { keyPaths } from '../../src/manifest/schema/schema-keys.ts'
import { readYaml } from '../../src/yaml/document.ts'
import { linesOf, OPERATOR, read } from './operator.ts'
import { schemaDefaults } from './schema/schema-parts.ts'

const EXAMPLE = readFileSync(new URL('../../inventory.example.yml', import.meta.url), 'utf8')
const FIVE = EXAMPLE.split('\n').slice(0, 5).join('\n')

/** The example with every option switched on: `#key:` without the #, while `# prose` stays a comment. */
const ALL_ON = EXAMPLE.replace(/^( *)#(?=\S)/gmu, '$1')
/** The same with Kolla's section in the place of the first two lines, as the example tells the operator to do. */
const COMPLETE = ALL_ON.split('\n').slice(2).join('\n')

const BARE: ManifestContext = {
  ...OPERATOR,
  env: {},
  readText: (path) => ({ ok: false, failure: `(${path}) was not to be read` }),
}

test('the example is valid as it is, with no file and no variable beside it', async () => {
  expect(await linesOf(EXAMPLE, BARE)).toEqual([])
})

test('its first five lines are a whole manifest that says the same', async () => {
  expect((await read(FIVE, BARE)).manifest).toEqual((await read(EXAMPLE, BARE)).manifest)
})

test('with every option switched on, nothing is wrong but what it says cannot go together', async () => {
  const lines = await linesOf(COMPLETE, { ...OPERATOR, exporters: EXPORTER_NAMES })
  expect(lines.map((line) => line.replace(/^inventory\.yml:\d+:\d+ /u, ''))).toEqual([
    'mimir.auth: expected a map with either basic or bearer, found basic and bearer; keep one of them',
    'mimir.tls: found tls beside a url of http; write https in mimir.url, or take tls out',
    'grafana.auth: expected a map with either basic or bearer, found basic and bearer; keep one of them',
    'nodes: found nodes beside kolla.inventory; keep one of the two',
  ])
})

test('it has every key that the schema knows', () => {
  const { value } = readYaml(COMPLETE, 'inventory.example.yml', 'strict-1.2')
  const missing = keyPaths(inventorySchema()).filter((path) => valuesAt(value, path.split('.')).length === 0)
  expect(missing).toEqual([])
})

test('it shows the default of every key that has one', () => {
  const { value } = readYaml(COMPLETE, 'inventory.example.yml', 'strict-1.2')
  const defaults = schemaDefaults()
  expect(defaults.length).toBeGreaterThan(0)
  expect(defaults.map(([path]) => [path, valuesAt(value, path.split('.'))[0]])).toEqual(defaults)
})

test('it explains every key in a comment above it', () => {
  const lines = EXAMPLE.split('\n').slice(5)
  const unexplained = lines.filter((line, index) => {
    const option = /^( *)#\S/u.exec(line)
    if (!option) return false
    const above = lines.slice(0, index).toReversed()
    const block = above.slice(
      0,
      above.findIndex((one) => one.trim() === '' || one.trim() === '#'),
    )
    return !block.some((one) => /^ *# /u.test(one))
  })
  expect(unexplained).toEqual([])
})

/** The values at a path of keys; `*` is any key. */
function valuesAt(value: unknown, [key, ...rest]: readonly string[]): unknown[] {
  if (key === undefined) return [value]
  if (typeof value !== 'object' || value === null) return []
  const entries = Object.entries(value).filter(([name]) => key === '*' || name === key)
  return entries.flatMap(([, child]) => valuesAt(child, rest))
}
