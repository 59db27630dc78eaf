import type { Problem } from '../model/problem.ts'
import type { Connection } from './connection.ts'
import { ansibleBool } from './jinja/python-value.ts'
import { BASE_GROUPS } from './releases/chains.ts'
import type { Exporter } from './releases/exporter.ts'
import { exportersIn } from './releases/exporters.ts'
import type { Release } from './releases/release.ts'
import type { Resolved } from './resolve.ts'

/** What of a cloud says who is a node. */
interface Inventoried {
  readonly release: Release | undefined
  readonly groups: ReadonlyMap<string, readonly string[]>
  resolve(host: string | undefined, key: string): Resolved
}

interface InventoriedHost {
  readonly name: string
  readonly groups: readonly string[]
  readonly connection: Connection
}

interface InventoriedHosts extends Inventoried {
  readonly hosts: readonly InventoriedHost[]
  readonly nodes: readonly InventoriedHost[]
}

/** Kolla deploys to the hosts of these groups, and to those on which it puts an exporter. */
const NODE_GROUPS = [...BASE_GROUPS, 'baremetal']

/** The names of the hosts that are nodes. */
export function nodeNames(cloud: Inventoried): ReadonlySet<string> {
  const groups = [...NODE_GROUPS, ...exportersIn(cloud.release).map(({ group }) => group)]
  const exporters = exportersIn(cloud.release)
  const inBase = new Set(NODE_GROUPS.flatMap((group) => cloud.groups.get(group) ?? []))
  const hosts = new Set(groups.flatMap((group) => cloud.groups.get(group) ?? []))
  const hasOne = (host: string): boolean =>
    exporters.some(
      (exporter) =>
        cloud.groups.get(exporter.group)?.includes(host) === true && mayBeOn(exporter, host, cloud),
    )
  return new Set([...hosts].filter((host) => inBase.has(host) || hasOne(host)))
}

/** Also where it cannot be said: that is an error of its own, and no reason to lose the host. */
function mayBeOn({ enabledBy }: Exporter, host: string | undefined, cloud: Inventoried): boolean {
  return ['enable_prometheus', enabledBy].every((flag) => {
    const resolved = cloud.resolve(host, flag)
    return !resolved.known || ansibleBool(resolved.value)
  })
}

/**
 * Hosts that are no nodes, and groups of exporters that the inventory lacks: each said once. Nodes of the manifest, which
 * are in no file of Kolla's, have the groups that their operator chose.
 */
export function leftOut(cloud: InventoriedHosts, file: string | undefined): readonly Problem[] {
  if (cloud.nodes.length === 0 || file === undefined) return []
  return [...hostsLeftOut(cloud, { file }), ...groupsLeftOut(cloud, { file })]
}

function hostsLeftOut({ hosts, nodes }: InventoriedHosts, at: Problem['at']): readonly Problem[] {
  const names = new Set(nodes.map(({ name }) => name))
  const others = hosts.filter((host) => !names.has(host.name) && !isDeploymentHost(host))
  if (others.length === 0) return []
  const shown = others.slice(0, 5).map(({ name, groups }) => `${name} (${groups.join(', ') || 'no group'})`)
  const more = others.length > shown.length ? ` and ${others.length - shown.length} more` : ''
  return [
    {
      severity: 'warning',
      at,
      path: '',
      message: `no nodes, as Kolla puts no exporter on them: ${shown.join(', ')}${more}`,
      remedy: 'add those that a worker should watch to [prometheus-node-exporter], as Kolla needs it too',
    },
  ]
}

function isDeploymentHost({ groups, connection }: InventoriedHost): boolean {
  return (
    connection.transport === 'local' || (groups.length > 0 && groups.every((group) => group === 'deployment'))
  )
}

/** To Kolla a group that the inventory lacks is empty. */
function groupsLeftOut(cloud: Inventoried, at: Problem['at']): readonly Problem[] {
  const isOn = (flag: string): boolean => {
    const resolved = cloud.resolve(undefined, flag)
    return resolved.known && ansibleBool(resolved.value)
  }
  if (!isOn('enable_prometheus')) return []
  const missing = exportersIn(cloud.release)
    .filter(
      ({ group, enabledBy, onlyIfAsked }) => !onlyIfAsked && !cloud.groups.has(group) && isOn(enabledBy),
    )
    .map(({ group }) => group)
  if (missing.length === 0) return []
  const first = missing[0] ?? ''
  const names = [...new Set(missing)]
  const groups = names.length === 1 ? `no group ${first}` : `no groups ${names.join(', ')}`
  return [
    {
      severity: 'warning',
      at,
      path: '',
      message: `the inventory has ${groups}, so Kolla deploys ${names.length === 1 ? 'its exporter' : 'their exporters'} nowhere`,
      remedy: `add what is missing as Kolla's own multinode of this release has it, e.g. [${first}:children]`,
    },
  ]
}
