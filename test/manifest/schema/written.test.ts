import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { writtenManifest } from '../../../tools/written-manifest.mjs'

const file = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')

test('the types of a written manifest are those of the schema; `npm run generate` writes them anew', () => {
  const types = writtenManifest(JSON.parse(file('schemas/inventory.schema.json')))
  expect(file('src/manifest/schema/written.ts')).toBe(types)
})
