import type { Problem } from '../model/problem.ts'
import { type Connection, connectionOf } from './connection.ts'
import type { FileReader } from './files/files.ts'
import { findRelease } from './find-release.ts'
import { type ExtraVariables, type Globals, mergeGlobals, readGlobals } from './globals.ts'
import { hostsOf, type Inventory, settle } from './inventory/inventory.ts'
import { addMissingGroups, type InlineNodes, inventoryFromNodes } from './inventory/kolla-groups.ts'
import { readInventories } from './inventory/sources.ts'
import { buildLayers, findVariable, type Layers } from './layers.ts'
import { BASE_GROUPS } from './releases/chains.ts'
import type { Release } from './releases/release.ts'
import { type Resolved, resolveVariable } from './resolve.ts'
import { hiddenVariables } from './shadows.ts'

/** What an operator has of Kolla's. Paths are those of the machine this runs on. */
export interface KollaSources {
  /** The directory of globals.yml, globals.d and passwords.yml; without one only the inventory and defaults count. */
  readonly configdir?: string | undefined
  /** The passwords file, where it is not the configuration directory's. */
  readonly passwords?: string | undefined
  /** As given with -i, in that order: files, directories, or `host,host`. */
  readonly inventory: readonly string[]
  /** The manifest's own nodes, where there is no inventory. */
  readonly nodes?: InlineNodes | undefined
  /** The manifest's kolla.release. */
  readonly release?: string | undefined
  /** A directory with an installed Kolla-Ansible, as /opt/kolla-venv. */
  readonly installation?: string | undefined
  /** The manifest's kolla.overrides: values that beat everything, taken as they stand. */
  readonly overrides?: Readonly<Record<string, unknown>> | undefined
}

/** A machine of the inventory. */
export interface CloudHost {
  readonly name: string
  /** All its groups but `all`, parents included, sorted. */
  readonly groups: readonly string[]
  readonly connection: Connection
}

/** A cloud as Kolla's files describe it. */
export interface Cloud {
  readonly release: Release | undefined
  /** Kolla-Ansible's exact version, where it is known: `20.4.0`. */
  readonly version: string | undefined
  /** Every host of the inventory, in its order, also those that are no nodes. */
  readonly hosts: readonly CloudHost[]
  /** The hosts that Kolla deploys to: those of baremetal, or else of the five base groups. */
  readonly nodes: readonly CloudHost[]
  /** Every group with its hosts and those of its children, in inventory order. */
  readonly groups: ReadonlyMap<string, readonly string[]>
  /** The value that Kolla's plays would see on a host, or for the cloud as a whole where no host is given. */
  resolve(host: string | undefined, key: string): Resolved
}

/** Reads a cloud from Kolla's files: nothing is written and nothing dialled. No cloud where the inventory is wrong. */
export function readCloud(
  sources: KollaSources,
  files: FileReader,
): { cloud: Cloud | undefined; problems: readonly Problem[] } {
  const globals = readGlobalsOf(sources, files)
  const found = findRelease(sources, globals, files)
  const extra = globals ? mergeGlobals(globals, found.release) : NO_GLOBALS
  const read = readHosts(sources, found.release, files)
  const { inventory, bases } = read
  const overrides = new Map(Object.entries(sources.overrides ?? {}))
  const given = { inventory, extra, overrides, configdir: sources.configdir, release: found.release }
  const { layers, problems } = buildLayers(given, bases, files)
  const wrong = [...read.problems, ...problems]
  const all = [...(globals?.problems ?? []), ...found.problems, ...extra.problems, ...wrong]
  if (wrong.some(({ severity }) => severity === 'error')) return { cloud: undefined, problems: all }
  const cloud = cloudOf(layers, found.version)
  const judged = [
    ...noNodes(cloud, read.file),
    ...hiddenVariables(layers, read.flattened),
    ...notTakenOver(cloud),
    ...unusedPasswords(cloud),
  ]
  return { cloud, problems: [...all, ...judged] }
}

const NO_GLOBALS: ExtraVariables = { variables: new Map(), passwords: undefined, problems: [] }

function readGlobalsOf({ configdir, passwords }: KollaSources, files: FileReader): Globals | undefined {
  return configdir === undefined ? undefined : readGlobals(configdir, passwords, files)
}

interface HostsRead {
  readonly inventory: Inventory
  readonly bases: readonly string[]
  readonly problems: readonly Problem[]
  readonly flattened: boolean
  readonly file: string | undefined
}

function readHosts(sources: KollaSources, release: Release | undefined, files: FileReader): HostsRead {
  if (sources.nodes && sources.inventory.length === 0)
    return { ...inventoryFromNodes(sources.nodes, release), bases: [], flattened: false, file: undefined }
  const read = readInventories(sources.inventory, files)
  const { inventory } = read
  const file = sources.inventory[0]
  const hasBase = BASE_GROUPS.some((group) => inventory.groups.has(group))
  const added = hasBase ? addMissingGroups(inventory, release) : []
  settle(inventory)
  const exporters = added.filter((group) => group.startsWith('prometheus') || group === 'loadbalancer')
  const warnings = exporters.length === 0 ? [] : [missingGroups(exporters, file)]
  return { ...read, problems: [...read.problems, ...warnings], file }
}

function cloudOf(layers: Layers, version: string | undefined): Cloud {
  const { inventory, members, release } = layers
  const known = new Map<string | undefined, Map<string, Resolved>>()
  const resolve = (host: string | undefined, key: string): Resolved => {
    const ofHost = known.get(host) ?? new Map<string, Resolved>()
    known.set(host, ofHost)
    const resolved =
      ofHost.get(key) ?? resolveVariable(key, (variable) => findVariable(layers, host, variable))
    ofHost.set(key, resolved)
    return resolved
  }
  const hosts = [...inventory.hosts.keys()].map((name) => ({
    name,
    groups: (members.get(name) ?? []).map((group) => group.name).sort(),
    connection: connectionOf(name, (key) => resolve(name, key)),
  }))
  const groups = new Map([...inventory.groups.keys()].map((name) => [name, hostsOf(inventory, name)]))
  const nodes = nodeNames(groups)
  return { release, version, hosts, nodes: hosts.filter(({ name }) => nodes.has(name)), groups, resolve }
}

function nodeNames(groups: Cloud['groups']): ReadonlySet<string> {
  const baremetal = groups.get('baremetal') ?? []
  return new Set(baremetal.length > 0 ? baremetal : BASE_GROUPS.flatMap((group) => groups.get(group) ?? []))
}

function noNodes(cloud: Cloud, file: string | undefined): readonly Problem[] {
  if (cloud.nodes.length > 0) return []
  const groups = [...cloud.groups.keys()].filter((name) => name !== 'all' && name !== 'ungrouped')
  return [
    {
      severity: 'error',
      at: file === undefined ? undefined : { file },
      path: file === undefined ? 'nodes' : '',
      message: `found ${cloud.hosts.length} hosts and ${groups.length} groups, but no host in ${BASE_GROUPS.join(', ')}`,
      remedy: "put the nodes into Kolla's groups, as in its own multinode",
    },
  ]
}

function missingGroups(groups: readonly string[], file: string | undefined): Problem {
  return {
    severity: 'warning',
    at: file === undefined ? undefined : { file },
    path: '',
    message: `the inventory has no group ${groups.join(', ')}; Kolla's usual hosts for them are taken`,
    remedy: "add the groups as Kolla's own multinode of this release has them",
  }
}

/** ssh options that the inventory sets and the manifest decides, said once for all hosts. */
function notTakenOver(cloud: Cloud): readonly Problem[] {
  const ignored = new Set(
    cloud.nodes.flatMap(({ connection }) => (connection.transport === 'ssh' ? connection.ignored : [])),
  )
  if (ignored.size === 0) return []
  return [
    {
      severity: 'warning',
      at: undefined,
      path: 'ansible_ssh_common_args',
      message: `host key options are not taken over: ${[...ignored].join(', ')}`,
      remedy: 'host keys are checked as ssh.host_keys and ssh.known_hosts in the manifest say',
    },
  ]
}

/** Passwords of the inventory, said once for all hosts. */
function unusedPasswords(cloud: Cloud): readonly Problem[] {
  const hosts = cloud.nodes.flatMap(({ connection }) =>
    connection.transport === 'refused' || connection.passwords.length === 0 ? [] : [connection.passwords],
  )
  const [first, ...more] = new Set(hosts.flat())
  if (first === undefined) return []
  return [
    {
      severity: 'warning',
      at: undefined,
      path: first,
      message: `passwords are not used: ${[first, ...more].join(', ')} of ${hosts.length === 1 ? '1 host' : `${hosts.length} hosts`}`,
      remedy: 'give the login user a key and sudo without a password',
    },
  ]
}
