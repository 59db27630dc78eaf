import type { Variable } from '../files/variable.ts'

export interface InventoryGroup {
  readonly name: string
  /** Hosts given to this very group, in order. */
  readonly hosts: Set<string>
  readonly children: Set<string>
  readonly variables: Map<string, Variable>
  /** ansible_group_priority: of two groups at one depth, the higher wins. */
  priority: number
}

/** Hosts and groups as Ansible holds them while it reads its sources one after the other. */
export interface Inventory {
  readonly groups: Map<string, InventoryGroup>
  /** The variables given to each host, hosts in the order in which they were first named. */
  readonly hosts: Map<string, Map<string, Variable>>
}

/** An inventory with the two groups that Ansible always has. */
export function newInventory(): Inventory {
  const inventory: Inventory = { groups: new Map(), hosts: new Map() }
  addGroup(inventory, 'all')
  addGroup(inventory, 'ungrouped')
  addChild(inventory, 'all', 'ungrouped')
  return inventory
}

/** The group of that name, made where there was none. */
export function addGroup(inventory: Inventory, name: string): InventoryGroup {
  const known = inventory.groups.get(name)
  if (known) return known
  const group = {
    name,
    hosts: new Set<string>(),
    children: new Set<string>(),
    variables: new Map(),
    priority: 1,
  }
  inventory.groups.set(name, group)
  return group
}

/** Adds a host to a group. As in Ansible, a port counts only where the host is named for the first time. */
export function addHost(inventory: Inventory, name: string, group: string, port?: Variable): void {
  if (!inventory.hosts.has(name)) inventory.hosts.set(name, new Map(port ? [['ansible_port', port]] : []))
  addGroup(inventory, group).hosts.add(name)
}

/** Makes one group the child of another; false where that would close a circle. */
export function addChild(inventory: Inventory, parent: string, child: string): boolean {
  const group = addGroup(inventory, parent)
  addGroup(inventory, child)
  if (child === 'all' || parent === child || descendants(inventory, child).has(parent)) return false
  group.children.add(child)
  return true
}

/** Gives a variable to a group, or else to a host, of that name. */
export function setVariable(inventory: Inventory, entity: string, key: string, variable: Variable): void {
  const group = inventory.groups.get(entity)
  if (group && key === 'ansible_group_priority') group.priority = Math.trunc(Number(variable.value)) || 1
  else (group?.variables ?? inventory.hosts.get(entity))?.set(key, variable)
}

/** Every group and host gets its place below `all`, as Ansible does after the last source. */
export function settle(inventory: Inventory): void {
  const children = new Set([...inventory.groups.values()].flatMap((group) => [...group.children]))
  for (const name of inventory.groups.keys())
    if (name !== 'all' && !children.has(name)) addChild(inventory, 'all', name)
  settleUngrouped(inventory)
}

/** Hosts of no group belong to `ungrouped`; of a host and a group of one name Ansible takes the group here. */
function settleUngrouped(inventory: Inventory): void {
  const ungrouped = addGroup(inventory, 'ungrouped')
  const real = [...inventory.groups.values()].filter(({ name }) => name !== 'ungrouped' && name !== 'all')
  const grouped = new Set(real.flatMap(({ hosts }) => [...hosts]))
  for (const host of inventory.hosts.keys())
    if (grouped.has(host)) ungrouped.hosts.delete(host)
    else if (!inventory.groups.has(host)) ungrouped.hosts.add(host)
    else if (!ungrouped.hosts.has(host)) addChild(inventory, 'ungrouped', host)
}

/** The names of all groups below `name`, nearest first; a group itself only where it is its own descendant. */
export function descendants(inventory: Inventory, name: string): Set<string> {
  const found = new Set<string>()
  let level = [...(inventory.groups.get(name)?.children ?? [])]
  while (level.length > 0) {
    const fresh = level.filter((child) => !found.has(child))
    for (const child of fresh) found.add(child)
    level = fresh.flatMap((child) => [...(inventory.groups.get(child)?.children ?? [])])
  }
  return found
}

/** The hosts of a group and of all groups below it, in Ansible's order. */
export function hostsOf(inventory: Inventory, name: string): string[] {
  const groups = [name, ...descendants(inventory, name)]
  return [...new Set(groups.flatMap((group) => [...(inventory.groups.get(group)?.hosts ?? [])]))]
}
