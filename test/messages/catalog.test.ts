import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { CATALOGS, catalog } from '../../src/messages/catalog.ts'
import { en } from '../../src/messages/en/index.ts'
import { LANGUAGES } from '../../src/messages/language.ts'
import type { Catalog } from '../../src/messages/types/catalog.ts'

/** The path and the kind of every message: `summary.batchStates.done string`. */
function shapeOf(value: object, path = ''): readonly string[] {
  return Object.entries(value)
    .flatMap(([key, member]: [string, unknown]) =>
      typeof member === 'object' && member !== null
        ? shapeOf(member, `${path}${key}.`)
        : [`${path}${key} ${typeof member}`],
    )
    .sort()
}

test('there are some hundred messages', () => {
  expect(shapeOf(en).length).toBeGreaterThan(300)
})

test.each(LANGUAGES)('%s has every message that English has, and no other', (language) => {
  expect(shapeOf(catalog(language))).toEqual(shapeOf(en))
})

test('every folder of messages is a language, named in one line of catalog.ts', () => {
  const folder = fileURLToPath(new URL('../../src/messages', import.meta.url))
  const folders = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'types')
    .map(({ name }) => name)
  expect(folders.sort()).toEqual(Object.keys(CATALOGS).sort())
})

test('a third language needs nothing but a Catalog', () => {
  const latin: Catalog = { ...en, name: 'Latina' }
  const three = { ...CATALOGS, la: latin } satisfies Readonly<Record<string, Catalog>>
  expect(three.la.name).toBe('Latina')
})
