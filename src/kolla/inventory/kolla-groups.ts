import type { Problem } from '../../model/problem.ts'
import type { YamlReading } from '../../yaml/document.ts'
import { chainsOf } from '../releases/chains.ts'
import type { Release } from '../releases/release.ts'
import { addChild, addGroup, type Inventory, newInventory, settle, setVariable } from './inventory.ts'
import { addGroups } from './yaml-inventory.ts'

/** The manifest's `nodes`: groups in the shape of Ansible's YAML. */
export interface InlineNodes {
  readonly groups: Readonly<Record<string, unknown>>
  /** Finds a place by its path below `nodes`. */
  readonly positionOf: YamlReading['positionOf']
}

/** The inventory that a manifest's nodes stand for, with Kolla's usual chains of groups above them. */
export function inventoryFromNodes(
  nodes: InlineNodes,
  release: Release | undefined,
): { inventory: Inventory; problems: readonly Problem[] } {
  const inventory = newInventory()
  const problems = addGroups(nodes.groups, nodes.positionOf, inventory)
  for (const [host, variables] of inventory.hosts) {
    const address = variables.get('address')
    if (address && !variables.has('ansible_host')) setVariable(inventory, host, 'ansible_host', address)
  }
  addMissingGroups(inventory, release)
  settle(inventory)
  return { inventory, problems }
}

/**
 * Adds the groups of Kolla's multinode that an inventory lacks, made of the groups it has, as Kolla makes them; an
 * empty group that is there stays empty. Says which were added.
 */
export function addMissingGroups(inventory: Inventory, release: Release | undefined): readonly string[] {
  const added: string[] = []
  for (const { group, children } of chainsOf(release)) {
    if (inventory.groups.has(group)) continue
    const present = formerNames(group, inventory) ?? children.filter((child) => inventory.groups.has(child))
    if (present.length === 0) continue
    addGroup(inventory, group)
    for (const child of present) addChild(inventory, group, child)
    added.push(group)
  }
  return added
}

/** Before Xena the group loadbalancer was called haproxy. */
function formerNames(group: string, inventory: Inventory): readonly string[] | undefined {
  return group === 'loadbalancer' && inventory.groups.has('haproxy') ? ['haproxy'] : undefined
}
