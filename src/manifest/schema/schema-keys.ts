import type { SchemaNode } from './schema.ts'

/** Every key that the schema knows, with the paths it may stand at; `*` stands for any name. */
export function keyHomes(schema: SchemaNode): ReadonlyMap<string, readonly string[]> {
  const homes = new Map<string, string[]>()
  for (const path of keyPaths(schema)) {
    const key = path.slice(path.lastIndexOf('.') + 1)
    homes.set(key, [...(homes.get(key) ?? []), path])
  }
  return homes
}

/** The path of every key of the schema, in its order. Definitions that contain themselves are entered once. */
export function keyPaths(schema: SchemaNode): string[] {
  return below(schema, '', { root: schema, open: [] })
}

interface Walk {
  readonly root: SchemaNode
  readonly open: readonly string[]
}

function below(node: SchemaNode, path: string, walk: Walk): string[] {
  if (node.$ref !== undefined) {
    const name = node.$ref.replace('#/$defs/', '')
    const target = walk.root.$defs?.[name]
    return !target || walk.open.includes(name)
      ? []
      : below(target, path, { ...walk, open: [...walk.open, name] })
  }
  const join = (key: string): string => (path === '' ? key : `${path}.${key}`)
  const named = Object.entries(node.properties ?? {}).flatMap(([key, child]) => [
    join(key),
    ...below(child, join(key), walk),
  ])
  const free =
    typeof node.additionalProperties === 'object' ? below(node.additionalProperties, join('*'), walk) : []
  return [...named, ...free]
}
