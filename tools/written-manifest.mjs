// Writes src/manifest/schema/written.ts, the types of a manifest as it is written, from schemas/inventory.schema.json.
// A test holds the file against what this makes. json-schema-to-typescript is not used: it names a type after its title,
// and a title here is the text of a message.
import { readFileSync, writeFileSync } from 'node:fs'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'

/**
 * @typedef {object} Schema
 * @property {string | string[]} [type]
 * @property {string[]} [enum]
 * @property {string} [$ref]
 * @property {string[]} [required]
 * @property {Record<string, Schema>} [properties]
 * @property {boolean | Schema} [additionalProperties]
 * @property {Schema} [items]
 * @property {Record<string, Schema>} [$defs]
 */

const HEADER = `// Written by \`npm run generate\` from schemas/inventory.schema.json; do not edit.
`

/** @type {Readonly<Record<string, string>>} */
const SCALARS = { string: 'string', integer: 'number', number: 'number', boolean: 'boolean', null: 'null' }

/**
 * The text of written.ts: one interface for the manifest, for each of its sections and for each definition that has keys.
 *
 * @param {Schema} schema
 */
export function writtenManifest(schema) {
  const defs = schema.$defs ?? {}
  const sections = Object.entries(schema.properties ?? {}).filter(([, section]) => section.properties)
  const shared = Object.entries(defs).filter(([, part]) => part.properties)
  const manifest = {
    ...schema,
    properties: {
      ...schema.properties,
      ...Object.fromEntries(sections.map(([name]) => [name, { $ref: `#/$defs/${name}` }])),
    },
  }
  const named = { ...defs, ...Object.fromEntries(sections) }
  const interfaces = Object.entries({ manifest, ...Object.fromEntries([...sections, ...shared]) }).map(
    ([name, part]) => `export interface ${interfaceName(name)} ${membersOf(part, named, '')}\n`,
  )
  return [HEADER, ...interfaces].join('\n')
}

/** @param {string} name */
function interfaceName(name) {
  const words = name.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1))
  return `Written${words.join('')}`
}

/** @param {Schema} part @param {Record<string, Schema>} named @param {string} indent */
function membersOf({ properties = {}, required = [] }, named, indent) {
  const inner = `${indent}  `
  const lines = Object.entries(properties).map(([key, child]) => {
    const mark = required.includes(key) ? '' : '?'
    return `${inner}readonly ${key}${mark}: ${typeOf(child, named, inner)}`
  })
  return ['{', ...lines, `${indent}}`].join('\n')
}

/** @param {Schema} part @param {Record<string, Schema>} named @param {string} indent @returns {string} */
function typeOf(part, named, indent) {
  if (part.$ref !== undefined) return typeOfDefinition(part.$ref.replace('#/$defs/', ''), named, indent)
  if (part.enum) return part.enum.map((word) => `'${word}'`).join(' | ')
  return [part.type ?? []]
    .flat()
    .map((type) => typeOfKind(type, part, named, indent))
    .join(' | ')
}

/** @param {string} name @param {Record<string, Schema>} named @param {string} indent @returns {string} */
function typeOfDefinition(name, named, indent) {
  const part = named[name]
  if (part === undefined) throw new Error(`the schema has no definition ${name}`)
  if (!part.properties) return typeOf(part, named, indent)
  return [interfaceName(name), ...([part.type].flat().includes('null') ? ['null'] : [])].join(' | ')
}

/** @param {string} type @param {Schema} part @param {Record<string, Schema>} named @param {string} indent @returns {string} */
function typeOfKind(type, part, named, indent) {
  if (type === 'array') {
    const item = typeOf(part.items ?? {}, named, indent)
    return `readonly ${item.includes(' | ') ? `(${item})` : item}[]`
  }
  if (type !== 'object') return SCALARS[type] ?? 'unknown'
  if (part.properties) return membersOf(part, named, indent)
  const value =
    typeof part.additionalProperties === 'object'
      ? typeOf(part.additionalProperties, named, indent)
      : 'unknown'
  return `Readonly<Record<string, ${value}>>`
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const from = new URL('../schemas/inventory.schema.json', import.meta.url)
  writeFileSync(
    new URL('../src/manifest/schema/written.ts', import.meta.url),
    writtenManifest(JSON.parse(readFileSync(from, 'utf8'))),
  )
}
