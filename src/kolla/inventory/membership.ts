import { descendants, type Inventory, type InventoryGroup } from './inventory.ts'

/** Which groups each host is in, parents included, the weakest first as Ansible merges their variables. */
export type Membership = ReadonlyMap<string, readonly InventoryGroup[]>

/** Works out the membership of a settled inventory; the group `all` is left out. */
export function membership(inventory: Inventory): Membership {
  const ranked = [...inventory.groups.values()].filter(({ name }) => name !== 'all')
  const depth = depths(inventory)
  ranked.sort(
    (a, b) => (depth.get(a.name) ?? 0) - (depth.get(b.name) ?? 0) || a.priority - b.priority || byCode(a, b),
  )
  const found = new Map<string, InventoryGroup[]>([...inventory.hosts.keys()].map((host) => [host, []]))
  for (const group of ranked) {
    const members = new Set(group.hosts)
    for (const child of descendants(inventory, group.name))
      for (const host of inventory.groups.get(child)?.hosts ?? []) members.add(host)
    for (const host of members) found.get(host)?.push(group)
  }
  return found
}

/** The length of the longest way from `all` to each group. */
function depths(inventory: Inventory): Map<string, number> {
  const depth = new Map<string, number>([['all', 0]])
  const visit = (name: string, level: number): void => {
    for (const child of inventory.groups.get(name)?.children ?? [])
      if (level + 1 > (depth.get(child) ?? -1)) {
        depth.set(child, level + 1)
        visit(child, level + 1)
      }
  }
  visit('all', 0)
  return depth
}

function byCode(a: InventoryGroup, b: InventoryGroup): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}
