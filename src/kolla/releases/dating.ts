import { isSince, RELEASES, type Release } from './release.ts'

/** What an inventory says of the release that it was written for. */
export interface Dated {
  /** The releases that fit, oldest first; none where it is older than all that are known. */
  readonly candidates: readonly Release[]
  /** A sentence about the groups that were seen. */
  readonly grounds: string
}

type Old = 'older'

/** Groups of Kolla's own multinode, and the release that brought each. Kolla's prechecks want them all. */
const CAME: readonly (readonly [group: string, since: Release | Old])[] = [
  ['loadbalancer', 'older'],
  ['prometheus-libvirt-exporter', 'older'],
  ['opensearch', 'older'],
  ['skyline', '2023.1'],
  ['letsencrypt', '2023.2'],
  ['valkey', '2025.1'],
  ['ironic-dnsmasq', '2025.2'],
  ['neutron-rpc-server', '2025.2'],
  ['prometheus-valkey-exporter', '2026.1'],
  ['prometheus-openstack-network-exporter', '2026.1'],
  ['kolla_logs', '2026.1'],
]

/** Groups that it lost, and the last release that had each. An inventory that is older than its cloud may keep them. */
const WENT: readonly (readonly [group: string, last: Release | Old])[] = [
  ['chrony', 'older'],
  ['kibana', 'older'],
  ['skydive', 'older'],
  ['monasca', '2023.1'],
  ['sahara', '2023.2'],
  ['prometheus-haproxy-exporter', '2023.2'],
  ['prometheus-msteams', '2024.1'],
  ['swift', '2024.2'],
  ['ironic-inspector', '2025.1'],
  ['telegraf', '2025.2'],
  ['kolla-logs', '2025.2'],
]

/** Kolla's own multinode has some 175 groups; one that was cut down to what is used says nothing by what it lacks. */
const MANY_GROUPS = 120

/** Place in time: 0 is older than all that are known. */
type Age = number

/**
 * Dates an inventory by Kolla's groups in it. It is a guess, as an inventory may be older than its cloud; undefined
 * where the groups say nothing.
 */
export function dateOf(groups: { has(name: string): boolean; readonly size: number }): Dated | undefined {
  const came = CAME.filter(([group]) => groups.has(group)).at(-1)
  const missing = groups.size < MANY_GROUPS ? undefined : CAME.find(([group]) => !groups.has(group))
  const first = came === undefined ? 0 : ageOf(came[1])
  const bound = missing === undefined ? RELEASES.length : Math.max(0, ageOf(missing[1]) - 1)
  const went = WENT.find(([group, last]) => groups.has(group) && ageOf(last) >= first)
  const last = Math.max(first, Math.min(bound, went === undefined ? bound : ageOf(went[1])))
  if ((came === undefined || first === 0) && missing === undefined) return undefined
  return { candidates: RELEASES.slice(Math.max(0, first - 1), last), grounds: groundsOf(came, missing, went) }
}

function ageOf(release: Release | Old): Age {
  return release === 'older' ? 0 : RELEASES.filter((known) => isSince(release, known)).length
}

type Row = readonly [group: string, release: Release | Old]

function groundsOf(came: Row | undefined, missing: Row | undefined, went: Row | undefined): string {
  const known = (row: Row | undefined): row is Row => row !== undefined
  return [
    ...[came].filter(known).map(([group, since]) => `has the group ${group}${sinceText(since)}`),
    ...[missing].filter(known).map(([group, since]) => `lacks ${group}${sinceText(since)}`),
    ...[went]
      .filter(known)
      .map(([group, last]) => `has ${group} (until ${last === 'older' ? RELEASES[0] : last})`),
  ].join(', ')
}

function sinceText(since: Release | Old): string {
  return since === 'older' ? ` (in all since ${RELEASES[0]})` : ` (since ${since})`
}
