import { dirname, extname, join } from 'node:path/posix'
import type { Problem } from '../../model/problem.ts'
import { readYaml } from '../../yaml/document.ts'
import type { FileReader } from '../files/files.ts'
import { splitPort } from './host-range.ts'
import { readIni } from './ini.ts'
import { addHost, type Inventory, newInventory, settle } from './inventory.ts'
import { isInventoryList, readInventoryList } from './json-inventory.ts'
import { readYamlInventory } from './yaml-inventory.ts'

/** What all -i sources together say. */
export interface InventoryReading {
  readonly inventory: Inventory
  /** The directories beside which group_vars and host_vars are looked for, one a source, in order. */
  readonly bases: readonly string[]
  readonly problems: readonly Problem[]
  /** Whether some source was `ansible-inventory --list`, which says of a variable only on which host it is. */
  readonly flattened: boolean
}

interface InventorySources {
  readonly inventory: Inventory
  readonly files: FileReader
  readonly problems: Problem[]
  flattened: boolean
}

const IGNORED =
  /^\.|^(?:host_vars|group_vars|vars_plugins)$|(?:\.(?:pyc|pyo|swp|bak|rpm|md|txt|rst|orig|ini|cfg|retry)|~)$/u
const YAML_EXTENSIONS = ['', '.yml', '.yaml', '.json']
const LIST_IT = 'run ansible-inventory -i THIS --list --export > inventory.json, and give that file'

/** Reads inventories in the order of -i: files (INI, YAML, JSON list), directories of such, or `host,host`. */
export function readInventories(paths: readonly string[], files: FileReader): InventoryReading {
  const sources: InventorySources = { inventory: newInventory(), files, problems: [], flattened: false }
  const bases: string[] = []
  for (const path of paths) {
    const isDirectory = files.listDirectory(path) !== undefined
    if (path.includes(',') && !isDirectory && files.readText(path) === undefined) {
      readHostList(path, sources.inventory)
      continue
    }
    bases.push(isDirectory ? path : dirname(path))
    readSource(path, sources)
  }
  settle(sources.inventory)
  return { inventory: sources.inventory, bases, problems: sources.problems, flattened: sources.flattened }
}

/** `host,host`: no ranges here, as in Ansible. */
function readHostList(list: string, inventory: Inventory): void {
  for (const part of list.split(',').map((text) => text.trim())) {
    if (part === '') continue
    const { host, port } = splitPort(part)
    const isRange = host.includes('[')
    const given = port === undefined || isRange ? undefined : { value: port, at: { file: list } }
    addHost(inventory, isRange ? part : host, 'ungrouped', given)
  }
}

function readSource(path: string, sources: InventorySources): void {
  const names = sources.files.listDirectory(path)
  if (names) {
    for (const name of [...names].sort()) if (!IGNORED.test(name)) readSource(join(path, name), sources)
    return
  }
  const text = sources.files.readText(path)
  if (typeof text === 'string') sources.problems.push(...readText(text, path, sources))
  else if (text === undefined)
    sources.problems.push(
      fault(path, 'there is no such inventory', 'correct the path given with -i or kolla.inventory'),
    )
  else
    sources.problems.push(
      fault(path, `the inventory cannot be read: ${text.unreadable}`, 'make it readable for this user'),
    )
}

function readText(text: string, path: string, sources: InventorySources): readonly Problem[] {
  if (text.startsWith('#!'))
    return [fault(path, 'found a program that prints an inventory; programs are not run', LIST_IT)]
  if (text.startsWith('$ANSIBLE_VAULT;')) return [fault(path, 'the inventory is encrypted', LIST_IT)]
  if (extname(path) === '.toml')
    return [fault(path, 'found an inventory in TOML, which is not read', LIST_IT)]
  const json = jsonValue(text)
  if (isInventoryList(json)) {
    sources.flattened ||= !Object.values(json).some(
      (group) => typeof group === 'object' && group !== null && 'vars' in group,
    )
    return readInventoryList(json, path, sources.inventory)
  }
  return looksLikeYaml(text, path)
    ? readYamlInventory(text, path, sources.inventory)
    : readIni(text, path, sources.inventory)
}

/** As Ansible: YAML comes first where the name allows it; what is no mapping is tried as INI. */
function looksLikeYaml(text: string, path: string): boolean {
  const extension = extname(path)
  if (!YAML_EXTENSIONS.includes(extension)) return false
  const { value } = readYaml(text, path, 'ansible')
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return true
  return extension !== '' && !/^[ \t]*\[[^\]\n]+\][ \t]*(?:#.*)?$/mu.test(text)
}

function jsonValue(text: string): unknown {
  if (!/^\uFEFF?\s*\{/u.test(text)) return undefined
  try {
    return JSON.parse(text.replace(/^\uFEFF/u, ''))
  } catch {
    return undefined
  }
}

function fault(file: string, message: string, remedy: string): Problem {
  return { severity: 'error', at: { file }, path: '', message, remedy }
}
