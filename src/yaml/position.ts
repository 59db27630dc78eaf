import type { Position } from '../model/problem.ts'
import type { YamlAlias, YamlMap, YamlNode, YamlPath } from './tree.ts'

/** Makes the function that finds where the value at a path begins, or its key. */
export function positionFinder(root: YamlNode, targets: ReadonlyMap<YamlAlias, YamlNode>) {
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

function child(node: YamlNode, step: string | number): { at: Position; value: YamlNode } | undefined {
  if (node.kind === 'list') {
    const value = node.items[Number(step)]
    return value && { at: value.at, value }
  }
  return node.kind === 'map' ? member(node, String(step)) : undefined
}

/** The last pair with that key, as the last is the one that counts. */
function member(map: YamlMap, name: string): { at: Position; value: YamlNode } | undefined {
  const pair = map.pairs.findLast(({ key }) => key.kind === 'scalar' && key.text === name)
  return pair && { at: pair.key.at, value: pair.value }
}
