import { type Cloud, readCloud } from '../../../src/kolla/cloud.ts'
import type { FileReader } from '../../../src/kolla/files/files.ts'

/** A disk that holds these files and no others. */
function memoryFiles(texts: Readonly<Record<string, string>>): FileReader {
  return {
    readText: (path) => texts[path],
    listDirectory: (path) => {
      const names = Object.keys(texts)
        .filter((file) => file.startsWith(`${path}/`))
        .map((file) => file.slice(path.length + 1).split('/', 1)[0] ?? '')
      return names.length === 0 ? undefined : [...new Set(names)]
    },
  }
}

const CHAINS: readonly (readonly [group: string, ...children: string[]])[] = [
  ['baremetal', 'control', 'network', 'compute', 'monitoring', 'storage'],
  ['common', 'control', 'network', 'compute', 'monitoring', 'storage'],
  ['fluentd', 'common'],
  ['etcd', 'control'],
  ['mariadb', 'control'],
  ['memcached', 'control'],
  ['rabbitmq', 'control'],
  ['valkey', 'control'],
  ['opensearch', 'control'],
  ['ironic', 'control'],
  ['ironic-conductor', 'ironic'],
  ['loadbalancer', 'network'],
  ['prometheus-haproxy-exporter', 'loadbalancer'],
  ['prometheus', 'monitoring'],
  ['prometheus-node-exporter', 'monitoring', 'control', 'compute', 'network', 'storage'],
  ['prometheus-cadvisor', 'monitoring', 'control', 'compute', 'network', 'storage'],
  ['prometheus-mysqld-exporter', 'mariadb'],
  ['prometheus-memcached-exporter', 'memcached'],
  ['prometheus-alertmanager', 'monitoring'],
  ['prometheus-openstack-exporter', 'monitoring'],
  ['prometheus-elasticsearch-exporter', 'opensearch'],
  ['prometheus-blackbox-exporter', 'monitoring'],
  ['prometheus-libvirt-exporter', 'compute'],
  ['prometheus-valkey-exporter', 'valkey'],
  ['prometheus-openstack-network-exporter', 'compute', 'network'],
]

/** Kolla cannot be without it. */
const VIP = 'kolla_internal_vip_address'

export type BaseGroup = 'control' | 'network' | 'compute' | 'monitoring' | 'storage'

export interface SmallCloud {
  readonly release: string | undefined
  readonly hosts: Readonly<Partial<Record<BaseGroup, readonly string[]>>>
  /** Lines of globals.yml. */
  readonly globals?: string
  readonly files?: Readonly<Record<string, string>>
  /** The manifest's `kolla.overrides`. */
  readonly overrides?: Readonly<Record<string, unknown>>
}

/** A cloud as Kolla's files in /etc/kolla describe it, read from memory. */
export function smallCloud({ release, hosts, globals = '', files = {}, overrides }: SmallCloud): {
  cloud: Cloud
  disk: FileReader
} {
  const base = ['control', 'network', 'compute', 'monitoring', 'storage'] as const
  const inventory = [
    ...base.map((group) => `[${group}]\n${(hosts[group] ?? []).join('\n')}`),
    ...CHAINS.map(([group, ...children]) => `[${group}:children]\n${children.join('\n')}`),
  ].join('\n')
  const vip = globals.includes(VIP) ? '' : `${VIP}: 10.0.0.254`
  const disk = memoryFiles({
    '/etc/kolla/globals.yml': `---\nenable_prometheus: "yes"\n${globals}\n${vip}\n`,
    '/etc/kolla/passwords.yml': 'prometheus_password: pr0m\n',
    multinode: `${inventory}\n`,
    ...files,
  })
  const sources = { configdir: '/etc/kolla', inventory: ['multinode'], release, overrides }
  const { cloud, problems } = readCloud(sources, disk)
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (cloud === undefined || errors.length > 0) throw new Error(JSON.stringify(problems, null, 2))
  return { cloud, disk }
}
