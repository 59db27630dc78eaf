import { isSince, type Release } from './release.ts'

/** A group of Kolla's own multinode that is made of other groups, and the releases that have it. */
export interface Chain {
  readonly group: string
  readonly children: readonly string[]
  readonly since?: Release
  /** The first release without it. */
  readonly until?: Release
}

/** The groups to which an operator gives hosts. */
export const BASE_GROUPS = ['control', 'network', 'compute', 'monitoring', 'storage'] as const

const EVERYWHERE = ['monitoring', 'control', 'compute', 'network', 'storage']

/** The chains that decide where something to be scraped runs; children before parents. */
const CHAINS: readonly Chain[] = [
  { group: 'baremetal', children: ['control', 'network', 'compute', 'storage', 'monitoring'] },
  { group: 'common', children: ['control', 'network', 'compute', 'storage', 'monitoring'] },
  { group: 'loadbalancer', children: ['network'] },
  { group: 'mariadb', children: ['control'] },
  { group: 'memcached', children: ['control'] },
  { group: 'rabbitmq', children: ['control'] },
  { group: 'etcd', children: ['control'] },
  { group: 'opensearch', children: ['control'] },
  { group: 'ironic', children: ['control'] },
  { group: 'ironic-conductor', children: ['ironic'] },
  { group: 'redis', children: ['control'] },
  { group: 'valkey', children: ['control'], since: '2025.1' },
  { group: 'grafana', children: ['monitoring'] },
  { group: 'fluentd', children: ['common'] },
  { group: 'prometheus', children: ['monitoring'] },
  { group: 'prometheus-node-exporter', children: EVERYWHERE },
  { group: 'prometheus-cadvisor', children: EVERYWHERE },
  { group: 'prometheus-mysqld-exporter', children: ['mariadb'] },
  { group: 'prometheus-memcached-exporter', children: ['memcached'] },
  { group: 'prometheus-haproxy-exporter', children: ['loadbalancer'], until: '2024.1' },
  { group: 'prometheus-alertmanager', children: ['monitoring'] },
  { group: 'prometheus-openstack-exporter', children: ['monitoring'] },
  { group: 'prometheus-elasticsearch-exporter', children: ['opensearch'] },
  { group: 'prometheus-blackbox-exporter', children: ['monitoring'] },
  { group: 'prometheus-libvirt-exporter', children: ['compute'] },
  { group: 'prometheus-msteams', children: ['prometheus-alertmanager'], until: '2024.2' },
  { group: 'prometheus-openstack-network-exporter', children: ['compute', 'network'], since: '2026.1' },
  { group: 'prometheus-valkey-exporter', children: ['valkey'], since: '2026.1' },
]

/** The chains that a release has; where it is not known, those that all releases have. */
export function chainsOf(release: Release | undefined): readonly Chain[] {
  return CHAINS.filter(({ since, until }) => {
    if (release === undefined) return since === undefined && until === undefined
    return (
      (since === undefined || isSince(release, since)) && (until === undefined || !isSince(release, until))
    )
  })
}
