import { nearest } from '../../model/nearest.ts'
import type { YamlPath } from '../../yaml/tree.ts'
import type { ManifestContext } from '../context.ts'
import { type Mistake, wrongKey } from '../mistake.ts'
import type { Draft } from '../written.ts'

const TOLD_BY = ['kolla', 'nodes']

/** Whether the nodes are told, and once. Where that part is mistaken already (`mistaken`), nothing is added to it. */
export function whereNodesMistakes(
  { kolla = {}, nodes }: Draft,
  { inventoryGiven }: ManifestContext,
  mistaken: readonly YamlPath[],
): Mistake[] {
  const muddled = mistaken.some(([top]) => top === undefined || nearest(String(top), TOLD_BY) !== undefined)
  const inventory = kolla.inventory !== undefined
  if (inventory && nodes !== undefined)
    return [wrongKey(['nodes'], 'found nodes beside kolla.inventory', 'keep one of the two')]
  if (muddled || inventory || nodes !== undefined || inventoryGiven === true) return []
  const remedy = "add e.g. inventory: multinode, or name Kolla's inventory with -i"
  return [wrongKey(['kolla', 'inventory'], 'the key is missing', remedy)]
}
