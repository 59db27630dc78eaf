import { expect, test } from 'vitest'
import { INTERVALS } from '../../../roles/mimir-worker/exporters/intervals.ts'
import { DEFAULTS } from '../../../roles/mimir-worker/worker/defaults.ts'
import { MANIFEST_DEFAULTS } from '../../../src/manifest/defaults.ts'
import { inventorySchema, schemaFaults } from '../../../src/manifest/schema/schema.ts'
import { keyHomes, keyPaths } from '../../../src/manifest/schema/schema-keys.ts'
import { schemaDefaults, schemaParts } from './schema-parts.ts'

const SCHEMA = inventorySchema()

const PARTS = schemaParts()

test('every part has words for editors and for messages', () => {
  const silent = [...PARTS].filter(([pointer, part]) => {
    const words = part.title !== undefined && (part.examples?.length ?? 0) > 0
    return !words || (part.description === undefined && !pointer.startsWith('#/$defs'))
  })
  expect(silent.map(([pointer]) => pointer).filter((pointer) => !isReference(pointer))).toEqual([])
})

test('every map with keys of ours is closed', () => {
  const open = [...PARTS].filter(([, part]) => part.properties && part.additionalProperties !== false)
  expect(open.map(([pointer]) => pointer)).toEqual([])
})

test('nothing branches, because the errors of a branch explain nothing', () => {
  expect(JSON.stringify(SCHEMA)).not.toMatch(/"(?:anyOf|oneOf|allOf|not|if)":/u)
})

test('the defaults it shows to editors are those of the manifest and of the role', () => {
  const { directory, image, listen, mode, retention, jobNames, filters } = DEFAULTS
  const ofRole = { directory, image, listen, mode, retention, job_names: jobNames, filters }
  const real = leaves({ ...MANIFEST_DEFAULTS, worker: { ...ofRole, scrape_intervals: INTERVALS } })
  expect(Object.fromEntries(schemaDefaults())).toEqual(real)
})

test('every example that it shows is valid in its place', async () => {
  for (const path of keyPaths(SCHEMA).filter((one) => !one.includes('*'))) {
    const part = PARTS.get(`#/properties/${path.replaceAll('.', '/properties/')}`)
    for (const example of part?.examples ?? []) {
      const manifest = path.split('.').reduceRight<unknown>((value, key) => ({ [key]: value }), example)
      const faults = await schemaFaults(manifest)
      expect([path, faults.filter(({ keyword }) => keyword !== 'required')]).toEqual([path, []])
    }
  }
})

test('lists every key with its places, and enters what contains itself once', () => {
  expect(keyPaths(SCHEMA)).toEqual(
    expect.arrayContaining(['mimir', 'mimir.auth.basic.password', 'nodes.*.hosts']),
  )
  expect(keyHomes(SCHEMA).get('tenant')).toEqual(['mimir.tenant'])
  expect(keyHomes(SCHEMA).get('scrape_interval')).toEqual([
    'worker.scrape_interval',
    'worker.exporters.*.scrape_interval',
    'worker.overrides.*.scrape_interval',
    'worker.overrides.*.exporters.*.scrape_interval',
  ])
})

function isReference(pointer: string): boolean {
  const part = PARTS.get(pointer)
  return (
    part?.$ref !== undefined && PARTS.get(`#/$defs/${part.$ref.replace('#/$defs/', '')}`)?.title !== undefined
  )
}

function leaves(value: object, path = ''): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]: [string, unknown]) => {
      const place = path === '' ? key : `${path}.${key}`
      const inner = typeof child === 'object' && child !== null && !Array.isArray(child)
      return inner ? Object.entries(leaves(child, place)) : [[place, child]]
    }),
  )
}
