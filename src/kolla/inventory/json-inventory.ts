import type { Problem } from '../../model/problem.ts'
import { addChild, addGroup, addHost, type Inventory, setVariable } from './inventory.ts'

type JsonMapping = Readonly<Record<string, unknown>>

/** Whether parsed JSON is what `ansible-inventory --list` prints, rather than an inventory in Ansible's YAML. */
export function isInventoryList(value: unknown): value is JsonMapping {
  if (!isMapping(value)) return false
  return '_meta' in value || Object.values(value).some((group) => Array.isArray(group) || hasLists(group))
}

/** Adds the output of `ansible-inventory --list`, with or without --export, to what earlier sources gave. */
export function readInventoryList(list: JsonMapping, file: string, inventory: Inventory): readonly Problem[] {
  const problems: Problem[] = []
  const at = { file }
  const refuse = (path: string, message: string): void => {
    problems.push({
      severity: 'error',
      at,
      path,
      message,
      remedy: 'write the file anew with ansible-inventory --list --export',
    })
  }
  for (const [name, content] of Object.entries(list)) {
    if (name === '_meta') continue
    const group = Array.isArray(content) ? { hosts: content } : content
    if (!isMapping(group)) refuse(name, 'the group is neither a mapping nor a list of hosts')
    else addListedGroup(name, group, inventory, { at, refuse })
  }
  addListedVariables(list['_meta'], inventory, { at, refuse })
  return problems
}

interface Context {
  readonly at: { readonly file: string }
  readonly refuse: (path: string, message: string) => void
}

function addListedGroup(
  name: string,
  group: JsonMapping,
  inventory: Inventory,
  { at, refuse }: Context,
): void {
  addGroup(inventory, name)
  for (const host of names(group['hosts'])) addHost(inventory, host, name)
  for (const child of names(group['children']))
    if (!addChild(inventory, name, child))
      refuse(`${name}.children`, `the group ${child} would be a child of itself`)
  const variables = group['vars']
  if (isMapping(variables))
    for (const [key, value] of Object.entries(variables)) setVariable(inventory, name, key, { value, at })
}

function addListedVariables(meta: unknown, inventory: Inventory, { at, refuse }: Context): void {
  const listed = isMapping(meta) ? meta['hostvars'] : undefined
  if (!isMapping(listed)) return
  for (const [host, values] of Object.entries(listed)) {
    if (!inventory.hosts.has(host)) addHost(inventory, host, 'ungrouped')
    if (!isMapping(values)) refuse(`_meta.hostvars.${host}`, 'the variables of the host are not a mapping')
    else for (const [key, value] of Object.entries(values)) inventory.hosts.get(host)?.set(key, { value, at })
  }
}

function hasLists(group: unknown): boolean {
  return isMapping(group) && (Array.isArray(group['hosts']) || Array.isArray(group['children']))
}

function names(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : []
}

function isMapping(value: unknown): value is JsonMapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
