import type { Problem } from '../model/problem.ts'
import { defined } from '../values/defined.ts'
import type { Secret } from '../values/secret.ts'
import type { AnsibleConfig } from './ansible-config.ts'
import { type Connection, connectionOf } from './connection.ts'
import { notTakenOverFromKolla } from './custom-config.ts'
import type { FileReader } from './files/files.ts'
import { openedFiles, openVault } from './files/vault.ts'
import { type FoundRelease, findRelease, releaseNeeded } from './find-release.ts'
import { type ExtraVariables, type Globals, type KollaLayout, mergeGlobals, readGlobals } from './globals.ts'
import { hostsOf, type Inventory, settle } from './inventory/inventory.ts'
import { addMissingGroups, type InlineNodes, inventoryFromNodes } from './inventory/kolla-groups.ts'
import { type InventoryReading, readInventories } from './inventory/sources.ts'
import { kayobeInventory } from './kayobe.ts'
import { buildLayers, findVariable, type Layers } from './layers.ts'
import { leftOut, nodeNames } from './node-hosts.ts'
import { BASE_GROUPS } from './releases/chains.ts'
import type { Dated } from './releases/dating.ts'
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
  /** The password of what ansible-vault encrypted. */
  readonly vault?: Secret | undefined
  /** What Ansible's own configuration says of logins. */
  readonly ansible?: AnsibleConfig | undefined
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
  /** What the inventory's groups say of the release, where nothing names it. */
  readonly dated?: Dated
  /** Whose files they are: Kolla's where it is missing. */
  readonly layout?: KollaLayout
  /** The inventories, as given. */
  readonly inventory?: readonly string[]
  /** Every host of the inventory, in its order, also those that are no nodes. */
  readonly hosts: readonly CloudHost[]
  /** The hosts that Kolla deploys to: those of baremetal, of the five base groups, and of the groups of exporters that are on. */
  readonly nodes: readonly CloudHost[]
  /** Every group with its hosts and those of its children, in inventory order. */
  readonly groups: ReadonlyMap<string, readonly string[]>
  /** The value that Kolla's plays would see on a host, or for the cloud as a whole where no host is given. */
  resolve(host: string | undefined, key: string): Resolved
}

/** Reads a cloud from Kolla's files: nothing is written and nothing dialled. No cloud where the inventory is wrong. */
export function readCloud(
  sources: KollaSources,
  disk: FileReader,
): { cloud: Cloud | undefined; problems: readonly Problem[] } {
  const files = openedFiles(disk, sources.vault)
  const globals = readGlobalsOf(sources, files)
  if (globals?.layout === 'kayobe') return { cloud: undefined, problems: globals.problems }
  const listed = readInventories(sources.inventory, files)
  const found = findRelease(sources, globals, files, listed.inventory.groups)
  const extra = globals ? mergeGlobals(globals, found.release) : NO_GLOBALS
  const read = hostsRead(sources, listed, found.release, globals?.layout)
  const { inventory, bases } = read
  const overrides = new Map(Object.entries(sources.overrides ?? {}))
  const given = {
    inventory,
    extra,
    overrides,
    configdir: sources.configdir,
    release: found.release,
    vault: sources.vault,
    layout: globals?.layout,
  }
  const { layers, problems } = buildLayers(given, bases, files)
  const wrong = [...read.problems, ...problems]
  const all = [...(globals?.problems ?? []), ...found.problems, ...extra.problems, ...wrong]
  if (wrong.some(({ severity }) => severity === 'error')) return { cloud: undefined, problems: all }
  const cloud = {
    ...cloudOf(layers, found, sources.ansible),
    inventory: sources.inventory,
    ...defined({ layout: globals?.layout }),
  }
  const hidden = hiddenVariables(layers, read.flattened)
  const unchecked = hostKeyChecking(cloud, sources.ansible)
  return { cloud, problems: [...all, ...judged(cloud, read, files), ...unchecked, ...hidden] }
}

function judged(cloud: Cloud, { file }: HostsRead, files: FileReader): readonly Problem[] {
  return [
    ...noNodes(cloud, file),
    ...leftOut(cloud, file),
    ...notTakenOverFromKolla(cloud, files),
    ...unusedPasswords(cloud),
  ]
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

/** An inventory counts as it is. The manifest's own nodes, and OSISM's inventory, leave Kolla's usual groups out. */
function hostsRead(
  { nodes, inventory: files }: KollaSources,
  listed: InventoryReading,
  release: Release | undefined,
  layout: KollaLayout | undefined,
): HostsRead {
  const [file] = files
  if (nodes && file === undefined)
    return { ...inventoryFromNodes(nodes, release), bases: [], flattened: false, file }
  if (layout === 'osism') {
    addMissingGroups(listed.inventory, release)
    settle(listed.inventory)
  }
  const kayobe = kayobeInventory(listed.inventory, file)
  return { ...listed, problems: [...listed.problems, ...kayobe], file }
}

function cloudOf(
  layers: Layers,
  { version, dated }: FoundRelease,
  ansible: AnsibleConfig | undefined,
): Cloud {
  const { inventory, members, release } = layers
  const known = new Map<string | undefined, Map<string, Resolved>>()
  const resolve = (host: string | undefined, key: string): Resolved => {
    const ofHost = known.get(host) ?? new Map<string, Resolved>()
    known.set(host, ofHost)
    const resolved = ofHost.get(key) ?? evaluated(host, key)
    ofHost.set(key, resolved)
    return resolved
  }
  const evaluated = (host: string | undefined, key: string): Resolved => {
    const resolved = resolveVariable(key, (variable, of = host) => findVariable(layers, of, variable), {
      open: ({ envelope }) => (layers.vault === undefined ? undefined : openVault(envelope, layers.vault)),
      isWrong: layers.vault !== undefined,
    })
    return !resolved.known && resolved.reason === 'release-unknown'
      ? { ...resolved, problem: releaseNeeded(dated) }
      : resolved
  }
  const hosts = [...inventory.hosts.keys()].map((name) => ({
    name,
    groups: (members.get(name) ?? []).map((group) => group.name).sort(),
    connection: connectionOf(name, (key) => resolve(name, key), ansible),
  }))
  const groups = new Map([...inventory.groups.keys()].map((name) => [name, hostsOf(inventory, name)]))
  const about = { release, version, ...defined({ dated }), hosts, groups, resolve }
  const nodes = nodeNames(about)
  return { ...about, nodes: hosts.filter(({ name }) => nodes.has(name)) }
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

/** Host key options that Ansible obeys and the manifest decides, said once for all hosts. */
function hostKeyChecking(cloud: Cloud, ansible: AnsibleConfig | undefined): readonly Problem[] {
  const unchecked = ansible?.unchecked
  const isSsh = cloud.nodes.some(({ connection }) => connection.transport === 'ssh')
  if (unchecked === undefined || !isSsh) return notTakenOver(cloud)
  const { origin, from } = unchecked
  return [
    {
      severity: 'warning',
      at: origin.kind === 'file' ? origin.at : undefined,
      path: 'host_key_checking',
      message: `Ansible does not check host keys (${from}), but kolla-mimir does`,
      remedy:
        'to accept the key that a node shows first, set ssh.host_keys: accept-new in the manifest; a key that changes later is still refused',
    },
    ...notTakenOver(cloud),
  ]
}

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
