import type { Problem } from '../../model/problem.ts'
import { readYaml, type YamlReading } from '../../yaml/document.ts'
import type { YamlPath } from '../../yaml/tree.ts'
import { expandHosts } from './host-range.ts'
import { addChild, addGroup, addHost, type Inventory, setVariable } from './inventory.ts'

interface YamlInventoryReader {
  readonly inventory: Inventory
  readonly problems: Problem[]
  readonly positionOf: YamlReading['positionOf']
}

type YamlMapping = Readonly<Record<string, unknown>>

/** Adds an inventory in Ansible's YAML to what earlier sources gave; says all that is wrong with it. */
export function readYamlInventory(text: string, file: string, inventory: Inventory): readonly Problem[] {
  const { value, problems, positionOf } = readYaml(text, file, 'ansible')
  const reader: YamlInventoryReader = { inventory, problems: [...problems], positionOf }
  if (value === undefined) return reader.problems
  if (!isMapping(value)) {
    refuse(
      reader,
      [],
      'found no groups; an inventory in YAML is a mapping of groups',
      'begin with all: or a group',
    )
    return reader.problems
  }
  if ('plugin' in value) {
    refuse(
      reader,
      ['plugin'],
      `found the configuration of the inventory plugin ${String(value['plugin'])}`,
      'run ansible-inventory -i THIS --list --export > inventory.json, and give that file',
    )
    return reader.problems
  }
  for (const [name, group] of Object.entries(value)) readGroup(name, group, [name], reader)
  return reader.problems
}

/** Adds groups in the shape of Ansible's YAML, read elsewhere; `positionOf` finds them below their own path. */
export function addGroups(
  groups: YamlMapping,
  positionOf: YamlReading['positionOf'],
  inventory: Inventory,
): readonly Problem[] {
  const reader: YamlInventoryReader = { inventory, problems: [], positionOf }
  for (const [name, group] of Object.entries(groups)) readGroup(name, group, [name], reader)
  return reader.problems
}

function readGroup(name: string, group: unknown, path: YamlPath, reader: YamlInventoryReader): void {
  addGroup(reader.inventory, name)
  if (group === null) return
  if (!isMapping(group)) {
    warn(
      reader,
      path,
      `the group ${name} is not a mapping; Ansible skips it`,
      'write hosts:, children: or vars: below it',
    )
    return
  }
  for (const [section, content] of Object.entries(group)) {
    const at = [...path, section]
    const entries = typeof content === 'string' ? { [content]: null } : content
    if (entries === null) continue
    if (!['vars', 'children', 'hosts'].includes(section))
      warn(
        reader,
        at,
        `found ${section}; only vars, children and hosts are read`,
        'correct or remove the key',
      )
    else if (!isMapping(entries))
      refuse(
        reader,
        at,
        `${section} is not a mapping`,
        `write the names below ${section}: as keys, each with a colon`,
      )
    else readSection(name, section, { entries, at }, reader)
  }
}

function readSection(
  group: string,
  section: string,
  { entries, at }: { entries: YamlMapping; at: YamlPath },
  reader: YamlInventoryReader,
): void {
  for (const [key, value] of Object.entries(entries)) {
    const path = [...at, key]
    if (section === 'vars') setVariable(reader.inventory, group, key, { value, at: reader.positionOf(path) })
    else if (section === 'hosts') readHosts(group, value, path, reader)
    else {
      readGroup(key, value, path, reader)
      if (!addChild(reader.inventory, group, key))
        refuse(
          reader,
          path,
          `the group ${key} would be a child of itself through ${group}`,
          'remove one of the two',
        )
    }
  }
}

function readHosts(group: string, variables: unknown, path: YamlPath, reader: YamlInventoryReader): void {
  const pattern = String(path.at(-1))
  const expansion = expandHosts(pattern)
  if (!expansion.ok) {
    refuse(reader, path, expansion.fault, 'correct the host or range')
    return
  }
  const at = reader.positionOf(path, 'key')
  const port = expansion.port === undefined ? undefined : { value: expansion.port, at }
  for (const host of expansion.hosts) addHost(reader.inventory, host, group, port)
  if (variables === null) return
  if (!isMapping(variables)) {
    refuse(reader, path, `the variables of ${pattern} are not a mapping`, 'write key: value below the host')
    return
  }
  for (const [key, value] of Object.entries(variables))
    for (const host of expansion.hosts)
      setVariable(reader.inventory, host, key, { value, at: reader.positionOf([...path, key]) })
}

function isMapping(value: unknown): value is YamlMapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refuse(reader: YamlInventoryReader, path: YamlPath, message: string, remedy: string): void {
  reader.problems.push({
    severity: 'error',
    at: reader.positionOf(path, 'key'),
    path: path.join('.'),
    message,
    remedy,
  })
}

function warn(reader: YamlInventoryReader, path: YamlPath, message: string, remedy: string): void {
  reader.problems.push({
    severity: 'warning',
    at: reader.positionOf(path, 'key'),
    path: path.join('.'),
    message,
    remedy,
  })
}
