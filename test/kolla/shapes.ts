import { chainsOf } from '../../src/kolla/releases/chains.ts'
import type { Release } from '../../src/kolla/releases/release.ts'

/** Groups of a Kolla multinode that hold hosts, with hosts as operators write them. */
const BASE: Readonly<Record<string, readonly string[]>> = {
  control: ['ctl[01:03] ansible_user=kolla', 'ctl01 api_interface=bond0.100 # the first has another card'],
  network: ['net1 ansible_host=192.0.2.21 ansible_port=2222', 'net2 ansible_host=192.0.2.22'],
  compute: ['cmp[01:12:2].rack1.example.org', 'cmp[2:3]\tprometheus_node_exporter_port=19100'],
  monitoring: ['mon1 ansible_host="192.0.2.31" ansible_ssh_private_key_file=~/.ssh/kolla'],
  storage: ['192.0.2.[41:43]', 'ctl01'],
  deployment: ['localhost       ansible_connection=local'],
}

/** Services of a cloud and the group each hangs below, as `child:parent`. */
const SERVICES =
  'keystone:control glance:control nova:control neutron:network cinder:control heat:control horizon:control placement:control octavia:control designate:control barbican:control ironic-api:ironic nova-api:nova nova-conductor:nova nova-scheduler:nova nova-compute:compute neutron-server:control neutron-dhcp-agent:neutron neutron-l3-agent:neutron glance-api:glance cinder-api:cinder cinder-volume:storage heat-api:heat heat-engine:heat iscsid:compute multipathd:compute openvswitch:network'

const chain = (group: string, children: readonly string[]) => [`[${group}:children]`, ...children, '']
const hosts = (group: string, lines: readonly string[]) => [`[${group}]`, ...lines, '']
const services = SERVICES.split(' ').map((pair) => pair.split(':'))

/** A multinode inventory of the shape that Kolla ships for a release: base groups, then chains, children before parents or after. */
export function multinode(release: Release): string {
  const logs = release === '2026.1' ? 'kolla_logs' : 'kolla-logs'
  return [
    '# The base groups; everything below is made of them.',
    ...Object.entries(BASE).flatMap(([group, lines]) => hosts(group, lines)),
    ...chainsOf(release)
      .toReversed()
      .flatMap(({ group, children }) => chain(group, children)),
    ...services.flatMap(([group = '', parent = '']) => chain(group, [parent])),
    ...chain(logs, ['common']),
    ...hosts('bifrost', ['']),
    '[compute:vars]',
    'network_interface=ens3',
    'nova_compute_virt_type = qemu',
    '',
    '[all:vars]',
    'network_interface=bond0',
    'site=seoul # a comment that is part of the value',
    '',
  ].join('\n')
}

/** An all-in-one inventory: one local host in every base group; baremetal is control alone. */
export function allInOne(release: Release): string {
  return [
    ...Object.keys(BASE).flatMap((group) => hosts(group, ['localhost       ansible_connection=local'])),
    ...chain('baremetal', ['control']),
    ...chainsOf(release)
      .filter(({ group }) => group !== 'baremetal')
      .flatMap(({ group, children }) => chain(group, children)),
    ...services.flatMap(([group = '', parent = '']) => chain(group, [parent])),
  ].join('\n')
}
