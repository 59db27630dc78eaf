import type { Problem } from '../model/problem.ts'
import type { Secret } from '../values/secret.ts'
import type { FileReader } from './files/files.ts'
import type { Origin, Variable } from './files/variable.ts'
import type { ExtraVariables, KollaLayout } from './globals.ts'
import { readVarsDirectories, type VarsDirectories } from './inventory/group-vars.ts'
import { hostsOf, type Inventory, type InventoryGroup } from './inventory/inventory.ts'
import { type Membership, membership } from './inventory/membership.ts'
import { Stuck } from './jinja/stuck.ts'
import { kollaDefault, osismDefault, roleDefault } from './releases/defaults.ts'
import type { Release } from './releases/release.ts'

/** A variable as the strongest layer that has it gives it. */
export interface FoundVariable {
  readonly value: unknown
  readonly origin: Origin
  /** Used as it is, though it may look like a template. */
  readonly literal?: boolean
  readonly secret?: boolean
}

/** Everything that can give a variable a value, besides Kolla's defaults. */
export interface Layers {
  readonly inventory: Inventory
  readonly members: Membership
  readonly groupVars: VarsDirectories
  readonly hostVars: VarsDirectories
  readonly extra: ExtraVariables
  readonly overrides: ReadonlyMap<string, unknown>
  readonly configdir: string | undefined
  readonly release: Release | undefined
  readonly vault?: Secret | undefined
  readonly layout?: KollaLayout | undefined
}

const PASSWORD = /(?:^|_)(?:pass|passwd|password|secret|secret_key|salt|private_key)$/u

/** Reads group_vars and host_vars beside the sources, and works out who is in which group. */
export function buildLayers(
  given: Omit<Layers, 'members' | 'groupVars' | 'hostVars'>,
  bases: readonly string[],
  files: FileReader,
): { layers: Layers; problems: readonly Problem[] } {
  const { inventory } = given
  const groups = readVarsDirectories(bases, 'group_vars', inventory.groups.keys(), files)
  const hosts = readVarsDirectories(bases, 'host_vars', inventory.hosts.keys(), files)
  const layers = {
    ...given,
    members: membership(inventory),
    groupVars: groups.directories,
    hostVars: hosts.directories,
  }
  return { layers, problems: [...groups.problems, ...hosts.problems] }
}

/**
 * The value that Ansible would give a variable in Kolla's plays, strongest first: extra variables, the host's own,
 * group_vars/GROUP, Kolla's group_vars/all, group_vars/all, [group:vars], [all:vars], Kolla's roles. Throws Stuck
 * where a sealed file or an unknown release decides. Without a host, only what all hosts share is used.
 */
export function findVariable(
  layers: Layers,
  host: string | undefined,
  key: string,
): FoundVariable | undefined {
  if (host !== undefined && !layers.inventory.hosts.has(host)) return undefined
  if (layers.overrides.has(key))
    return { value: layers.overrides.get(key), origin: { kind: 'override' }, literal: true }
  const groups = host === undefined ? [] : (layers.members.get(host) ?? [])
  return (
    magic(layers, host, key) ??
    fromExtra(layers, key) ??
    (host === undefined ? undefined : fromHost(layers, host, key)) ??
    fromDirectories(layers.groupVars, groups, key) ??
    fromGeneral(layers, groups, key) ??
    fromDefault(roleDefault(key, layers.release), key, layers.release)
  )
}

/** Kolla's group_vars/all beats what the inventory says for all; OSISM puts its own below that. */
function fromGeneral(
  layers: Layers,
  groups: readonly InventoryGroup[],
  key: string,
): FoundVariable | undefined {
  const { release, layout } = layers
  const general = (): FoundVariable | undefined =>
    fromDirectories(layers.groupVars, [{ name: 'all' }], key) ??
    fromGroups(groups, key) ??
    written(layers.inventory.groups.get('all')?.variables.get(key), key)
  if (layout === 'osism')
    return general() ?? fromDefault(osismDefault(key) ?? kollaDefault(key, release), key, release)
  return fromDefault(kollaDefault(key, release), key, release) ?? general()
}

/** What the inventory alone gives a host's variable: a value that Kolla's defaults or globals may hide. */
export function fromHost(layers: Layers, host: string, key: string): FoundVariable | undefined {
  return (
    fromDirectories(layers.hostVars, [{ name: host }], key) ??
    written(layers.inventory.hosts.get(host)?.get(key), key)
  )
}

function magic(layers: Layers, host: string | undefined, key: string): FoundVariable | undefined {
  const found = (value: unknown): FoundVariable => ({ value, origin: { kind: 'ansible' }, literal: true })
  if (key === 'groups')
    return found(
      Object.fromEntries(
        [...layers.inventory.groups.keys()].map((name) => [name, hostsOf(layers.inventory, name)]),
      ),
    )
  if (host === undefined) return undefined
  if (key === 'inventory_hostname') return found(host)
  if (key === 'inventory_hostname_short')
    return found(/^[\d.]+$|:/u.test(host) ? host : (host.split('.')[0] ?? host))
  if (key === 'group_names') return found((layers.members.get(host) ?? []).map(({ name }) => name).sort())
  return undefined
}

const WITH_ANOTHER = ' with another password than kolla.vault_password'

function fromExtra(layers: Layers, key: string): FoundVariable | undefined {
  const { extra, configdir } = layers
  if (key === 'CONFIG_DIR' && configdir !== undefined)
    return { value: configdir, origin: { kind: 'ansible' }, literal: true }
  const variable = extra.variables.get(key)
  const { passwords } = extra
  if (variable) {
    const secret = variable.at.file === passwords?.file || PASSWORD.test(key)
    return { value: variable.value, origin: { kind: 'file', at: variable.at }, secret }
  }
  if (passwords?.sealed === undefined || !PASSWORD.test(key) || key.startsWith('ansible_')) return undefined
  throw new Stuck(
    'encrypted',
    `in ${passwords.file}, which ${passwords.sealed === 'encrypted' ? `is encrypted${layers.vault ? WITH_ANOTHER : ''}` : 'cannot be read'}`,
  )
}

/** The last directory wins, and in it the last group. */
function fromDirectories(
  directories: VarsDirectories,
  names: readonly Pick<InventoryGroup, 'name'>[],
  key: string,
): FoundVariable | undefined {
  for (const directory of directories.toReversed())
    for (const { name } of names.toReversed()) {
      const variable = directory.get(name)?.get(key)
      if (variable) return written(variable, key)
    }
  return undefined
}

function fromGroups(groups: readonly InventoryGroup[], key: string): FoundVariable | undefined {
  return written(groups.findLast(({ variables }) => variables.has(key))?.variables.get(key), key)
}

function fromDefault(
  found: ReturnType<typeof kollaDefault>,
  key: string,
  release: Release | undefined,
): FoundVariable | undefined {
  if (found === 'differs') throw new Stuck('release-unknown', key)
  return found && { value: found.value, origin: { kind: 'default', release } }
}

function written(variable: Variable | undefined, key: string): FoundVariable | undefined {
  return (
    variable && {
      value: variable.value,
      origin: { kind: 'file', at: variable.at },
      secret: PASSWORD.test(key),
    }
  )
}
