import type { Position } from '../model/problem.ts'
import type { YamlAlias, YamlMap, YamlNode, YamlPath } from './tree.ts'

/** Makes the function that finds where the value at a path begins, or its key. */
export function positionFinder(root: YamlNode, targets: ReadonlyMap<YamlAlias, YamlNode>) {
  const members = new Map<YamlMap, ReadonlyMap<string, PositionChild>>()
  const child = (node: YamlNode, step: string | number): PositionChild | undefined => {
    if (node.kind === 'list') {
      const value = node.items[Number(step)]
      return value && { at: value.at, value }
    }
    if (node.kind !== 'map') return undefined
    const known = members.get(node) ?? membersOf(node)
    members.set(node, known)
    return known.get(String(step))
  }
  return (path: YamlPath, part: 'key' | 'value' = 'value'): Position => {
    let at = root.at
    let node: YamlNode | undefined = root
    for (const step of path) {
      if (node?.kind === 'alias') node = targets.get(node)
      const next = node && child(node, step)
      if (!next) return at
      node = next.value
      at = part === 'key' ? next.at : next.value.at
    }
    return at
  }
}

interface PositionChild {
  readonly at: Position
  readonly value: YamlNode
}

/** The pairs by their keys; the last with a key is the one that counts. */
function membersOf({ pairs }: YamlMap): ReadonlyMap<string, PositionChild> {
  return new Map(
    pairs.flatMap(({ key, value }) => (key.kind === 'scalar' ? [[key.text, { at: key.at, value }]] : [])),
  )
}
