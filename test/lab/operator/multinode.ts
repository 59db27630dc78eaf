import type { LabNode } from '../base/fleet-spec.ts'

/** Base groups of the lab's cloud: as in a small multinode cloud, control hosts also do network, monitoring and storage. */
const BASE_GROUPS = ['control', 'network', 'compute', 'monitoring', 'storage'] as const

/** Kolla's groups above the base groups, children by parent. The order is the file's. */
export const GROUP_CHAINS: ReadonlyArray<readonly [group: string, children: readonly string[]]> = [
  ['baremetal', ['control', 'network', 'compute', 'storage', 'monitoring']],
  ['tls-backend', ['control']],
  ['common', ['control', 'network', 'compute', 'storage', 'monitoring']],
  ['cron', ['common']],
  ['fluentd', ['common']],
  ['kolla-logs', ['common']],
  ['kolla-toolbox', ['common']],
  ['opensearch', ['control']],
  ['opensearch-dashboards', ['opensearch']],
  ['etcd', ['control']],
  ['mariadb', ['control']],
  ['memcached', ['control']],
  ['rabbitmq', ['control']],
  ['redis', ['control']],
  ['ovn', ['control']],
  ['openvswitch', ['network', 'compute', 'manila-share']],
  ['loadbalancer', ['network']],
  ['hacluster', ['control']],
  ['hacluster-remote', ['compute']],
  ['grafana', ['monitoring']],
  ['telegraf', ['compute', 'control', 'monitoring', 'network', 'storage']],
  ['influxdb', ['monitoring']],
  ['prometheus', ['monitoring']],
  ['prometheus-node-exporter', ['monitoring', 'control', 'compute', 'network', 'storage']],
  ['prometheus-mysqld-exporter', ['mariadb']],
  ['prometheus-memcached-exporter', ['memcached']],
  ['prometheus-cadvisor', ['monitoring', 'control', 'compute', 'network', 'storage']],
  ['prometheus-alertmanager', ['monitoring']],
  ['prometheus-openstack-exporter', ['monitoring']],
  ['prometheus-elasticsearch-exporter', ['opensearch']],
  ['prometheus-blackbox-exporter', ['monitoring']],
  ['prometheus-libvirt-exporter', ['compute']],
  ['keystone', ['control']],
  ['glance', ['control']],
  ['glance-api', ['glance']],
  ['placement', ['control']],
  ['placement-api', ['placement']],
  ['nova', ['control']],
  ['nova-api', ['nova']],
  ['nova-conductor', ['nova']],
  ['nova-super-conductor', ['nova']],
  ['nova-novncproxy', ['nova']],
  ['nova-scheduler', ['nova']],
  ['nova-spicehtml5proxy', ['nova']],
  ['nova-serialproxy', ['nova']],
  ['neutron', ['network']],
  ['neutron-server', ['control']],
  ['neutron-dhcp-agent', ['neutron']],
  ['neutron-l3-agent', ['neutron']],
  ['neutron-metadata-agent', ['neutron']],
  ['neutron-ovn-metadata-agent', ['compute', 'network']],
  ['cinder', ['control']],
  ['cinder-api', ['cinder']],
  ['cinder-backup', ['storage']],
  ['cinder-scheduler', ['cinder']],
  ['cinder-volume', ['storage']],
  ['heat', ['control']],
  ['heat-api', ['heat']],
  ['heat-api-cfn', ['heat']],
  ['heat-engine', ['heat']],
  ['horizon', ['control']],
  ['ironic', ['control']],
  ['ironic-api', ['ironic']],
  ['ironic-conductor', ['ironic']],
  ['manila', ['control']],
  ['manila-share', ['network']],
  ['octavia', ['control']],
  ['octavia-api', ['octavia']],
  ['ceilometer', ['control']],
  ['ceilometer-central', ['ceilometer']],
  ['ceilometer-compute', ['compute']],
  ['gnocchi', ['control']],
  ['gnocchi-api', ['gnocchi']],
  ['ovn-controller', ['ovn-controller-compute', 'ovn-controller-network']],
  ['ovn-controller-compute', ['compute']],
  ['ovn-controller-network', ['network']],
  ['ovn-database', ['control']],
  ['ovn-northd', ['ovn-database']],
  ['ovn-nb-db', ['ovn-database']],
  ['ovn-sb-db', ['ovn-database']],
]

/** Pure: a Kolla inventory in the shape of Kolla's own `multinode`. */
export function multinodeIni(nodes: readonly LabNode[]): string {
  const base = BASE_GROUPS.map((group) => section(group, hostsOf(group, nodes)))
  const chains = GROUP_CHAINS.map(([group, children]) => section(`${group}:children`, children))
  return [
    '# The inventory of the lab, as `kolla-ansible -i multinode` would read it.\n',
    ...base,
    section('deployment', ['localhost       ansible_connection=local']),
    ...chains,
    section('all:vars', ['ansible_user=root']),
  ].join('\n')
}

/** A host's address is said once, where it is first named; later lines have its name only. */
function hostsOf(group: (typeof BASE_GROUPS)[number], nodes: readonly LabNode[]): string[] {
  const role = group === 'compute' ? 'compute' : 'control'
  const first = group === 'compute' || group === 'control'
  return nodes
    .filter((node) => node.role === role)
    .map((node) => (first ? `${node.name} ansible_host=${node.address}` : node.name))
}

function section(header: string, lines: readonly string[]): string {
  return `[${header}]\n${lines.map((line) => `${line}\n`).join('')}`
}
