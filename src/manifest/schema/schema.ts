import { existsSync, readFileSync } from 'node:fs'
import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js'
import type { YamlPath } from '../../yaml/tree.ts'

/** The parts of a JSON Schema that messages are made of. */
export interface SchemaNode {
  readonly title?: string
  readonly description?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly default?: unknown
  readonly examples?: readonly unknown[]
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly items?: SchemaNode
  readonly additionalProperties?: boolean | SchemaNode
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, SchemaNode>>
}

/** One way in which a value violates the schema. */
export interface SchemaFault {
  readonly keyword: string
  readonly path: YamlPath
  readonly value: unknown
  /** The schema of the value's place. */
  readonly schema: SchemaNode
  /** For an unknown or missing key: which. */
  readonly key: string | undefined
}

/** `schemas` stands beside `src`; seen from the compiled `dist/src` it is one folder further up. */
const PLACES = ['../../../schemas/inventory.schema.json', '../../../../schemas/inventory.schema.json']

let schema: SchemaNode | undefined
let validator: Promise<ValidateFunction> | undefined

/** schemas/inventory.schema.json, read once. */
export function inventorySchema(): SchemaNode {
  schema ??= readSchema()
  return schema
}

/** All violations of the schema in a manifest. ajv is loaded, and the schema compiled, at the first call only. */
export async function schemaFaults(manifest: unknown): Promise<SchemaFault[]> {
  validator ??= compile()
  const validate = await validator
  return validate(manifest) ? [] : (validate.errors ?? []).map((error) => toFault(error, manifest))
}

function readSchema(): SchemaNode {
  const place = PLACES.map((path) => new URL(path, import.meta.url)).find((url) => existsSync(url))
  if (!place) throw new Error('schemas/inventory.schema.json is missing: install kolla-mimir again')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own file; a test walks all of it
  return JSON.parse(readFileSync(place, 'utf8')) as SchemaNode
}

async function compile(): Promise<ValidateFunction> {
  const { Ajv2020 } = await import('ajv/dist/2020.js')
  return new Ajv2020({ allErrors: true, strict: true, verbose: true, allowUnionTypes: true }).compile(
    inventorySchema(),
  )
}

function toFault(error: ErrorObject, manifest: unknown): SchemaFault {
  const { additionalProperty, missingProperty } = error.params as Partial<Record<string, unknown>>
  const key = additionalProperty ?? missingProperty
  const path = pathOf(error.instancePath, manifest)
  return {
    keyword: error.keyword,
    path,
    value: error.data,
    schema: schemaAt(path, inventorySchema()),
    key: typeof key === 'string' ? key : undefined,
  }
}

/** The schema of a place; where it refers to a definition, the place's own keys go first. */
function schemaAt(path: YamlPath, root: SchemaNode): SchemaNode {
  const whole = (node: SchemaNode): SchemaNode => ({
    ...(node.$ref === undefined ? {} : root.$defs?.[node.$ref.replace('#/$defs/', '')]),
    ...node,
  })
  return path.reduce<SchemaNode>((node, part) => {
    const free = typeof node.additionalProperties === 'object' ? node.additionalProperties : undefined
    return whole((typeof part === 'number' ? node.items : (node.properties?.[part] ?? free)) ?? {})
  }, whole(root))
}

/** A JSON pointer as keys and, inside lists, numbers. */
function pathOf(pointer: string, manifest: unknown): YamlPath {
  const path: (string | number)[] = []
  let value = manifest
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    path.push(Array.isArray(value) ? Number(key) : key)
    value = Object.getOwnPropertyDescriptor(Object(value), key)?.value
  }
  return path
}
