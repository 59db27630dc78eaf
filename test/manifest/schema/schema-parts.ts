import { inventorySchema, type SchemaNode } from '../../../src/manifest/schema/schema.ts'

/** Every part of the schema that describes a value, by its JSON pointer. */
export function schemaParts(): ReadonlyMap<string, SchemaNode> {
  return new Map(partsOf(inventorySchema(), '#'))
}

/** The keys that the schema shows a default for, with it. */
export function schemaDefaults(): (readonly [path: string, value: unknown])[] {
  return [...schemaParts()]
    .filter(([, part]) => part.default !== undefined)
    .map(([pointer, part]) => [pointer.replaceAll('/properties/', '.').replace('#.', ''), part.default])
}

function partsOf(part: SchemaNode, pointer: string): [string, SchemaNode][] {
  const children: [string, SchemaNode][] = [
    ...Object.entries(part.properties ?? {}).map(([key, child]): [string, SchemaNode] => [
      `properties/${key}`,
      child,
    ]),
    ...Object.entries(part.$defs ?? {}).map(([key, child]): [string, SchemaNode] => [`$defs/${key}`, child]),
    ...(part.items ? [['items', part.items] as [string, SchemaNode]] : []),
    ...(typeof part.additionalProperties === 'object'
      ? [['additionalProperties', part.additionalProperties] as [string, SchemaNode]]
      : []),
  ]
  return [[pointer, part], ...children.flatMap(([key, child]) => partsOf(child, `${pointer}/${key}`))]
}
