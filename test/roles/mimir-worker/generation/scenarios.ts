import { fleetExpectations } from '../../../../roles/mimir-worker/exporters/fleet-expectations.ts'
import type { Facts, Listener } from '../../../../roles/mimir-worker/node/facts.ts'
import { type NodePlan, planFleet } from '../../../../roles/mimir-worker/plan/plan.ts'
import { kollaAuthority } from '../../../../roles/mimir-worker/worker/kolla-ca.ts'
import { settingsOf } from '../../../../roles/mimir-worker/worker/settings.ts'
import type { Manifest, WorkerSpec } from '../../../../src/manifest/settings.ts'
import type { Node } from '../../../../src/model/node.ts'
import { facts } from '../sample.ts'
import { type SmallCloud, smallCloud } from '../small-cloud.ts'

export interface Scenario extends SmallCloud {
  /** Addresses of the nodes' API interface, by node. */
  readonly addresses: Readonly<Record<string, string>>
  readonly wishes?: Partial<WorkerSpec>
  /** What listens on a node; everything that is expected where a node is not here. */
  readonly listeners?: Readonly<Record<string, readonly Listener[]>>
}

const THREE = {
  hosts: {
    control: ['ctl1'],
    network: ['ctl1'],
    monitoring: ['mon1'],
    compute: ['cmp1'],
    storage: ['cmp1'],
  },
  addresses: { ctl1: '10.0.0.11', mon1: '10.0.0.31', cmp1: '10.0.0.21' },
} as const

/** Clouds of every kind that Kolla deploys, each with the nodes whose files are golden. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  multinode: { release: '2025.1', ...THREE },
  'all-in-one': {
    release: '2024.1',
    hosts: { control: ['aio'], network: ['aio'], monitoring: ['aio'], compute: ['aio'], storage: ['aio'] },
    addresses: { aio: '192.0.2.10' },
    globals: 'enable_etcd: "yes"\nenable_ironic: "yes"\nenable_central_logging: "yes"',
    wishes: { filters: 'recommended', jobNames: 'kolla' },
  },
  tls: {
    release: '2025.2',
    ...THREE,
    globals: [
      'kolla_enable_tls_internal: "yes"',
      'kolla_enable_tls_backend: "yes"',
      'kolla_internal_vip_address: 10.0.0.254',
      'kolla_internal_fqdn: cloud.example',
      'enable_etcd: "yes"',
    ].join('\n'),
    files: {
      '/etc/kolla/certificates/ca/root.crt': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
    },
    wishes: {
      exporters: { openstack_exporter: { throughVip: true }, prometheus_server: { enabled: true } },
      overrides: { compute: { remoteWrite: { max_shards: 4 }, scrapeInterval: '2m', exporters: {} } },
    },
  },
  ipv6: {
    release: '2025.1',
    hosts: THREE.hosts,
    addresses: { ctl1: '2001:db8::11', mon1: '2001:db8::31', cmp1: '2001:db8::21' },
    globals: 'network_address_family: ipv6\nkolla_internal_vip_address: 2001:db8::fe',
    wishes: { listen: { on: 'api_interface', port: 19_091 } },
  },
  'two-monitoring': {
    release: '2026.1',
    hosts: { ...THREE.hosts, monitoring: ['mon1', 'mon2'] },
    addresses: { ...THREE.addresses, mon2: '10.0.0.32' },
    globals: [
      'enable_valkey: "yes"',
      'enable_prometheus_ceph_mgr_exporter: "yes"',
      'prometheus_ceph_mgr_exporter_endpoints: ["10.0.0.41:9283", "10.0.0.42:9283"]',
      'prometheus_blackbox_exporter_endpoints:',
      '  - "keystone:os_endpoint:https://cloud.example:5000"',
      '  - "rabbitmq_ctl1:tcp_connect:10.0.0.11:5672"',
    ].join('\n'),
    wishes: {
      filters: 'minimal',
      limits: { sample_limit: 50_000 },
      extraScrapeConfigs: [{ job_name: 'smartctl', static_configs: [{ targets: ['localhost:9633'] }] }],
    },
  },
}

const node = (name: string): Node => ({ name, groups: [], reach: { transport: 'local', become: false } })

/** The plans of a scenario's nodes, none of which has a worker yet. */
export function plansOf(scenario: Scenario): NodePlan[] {
  const { cloud, disk } = smallCloud(scenario)
  const worker: WorkerSpec = { labels: {}, exporters: {}, ...scenario.wishes }
  const names = cloud.nodes.map(({ name }) => name)
  const { problems, ...expected } = fleetExpectations(names, cloud, worker)
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw new Error(JSON.stringify(errors))
  const kollaCa = kollaAuthority(cloud, disk)
  const settings = {
    ...settingsOf({ mimir: MIMIR, worker }, cloud, undefined),
    ...(kollaCa === undefined ? {} : { kollaCa }),
  }
  const looks = new Map(
    expected.expectations.map((expectation): [Node, Facts] => {
      const address = scenario.addresses[expectation.node] ?? ''
      const all = expectation.exporters.map(({ port }): Listener => ({ host: address, port, by: '' }))
      const listeners = scenario.listeners?.[expectation.node] ?? all
      return [node(expectation.node), bare(address, listeners)]
    }),
  )
  return [...planFleet({ ...expected, settings }, looks)].map(([{ name }, plan]) => {
    if (!plan.ok) throw new Error(`${name}: ${plan.failure.reason}`)
    return plan.value
  })
}

const MIMIR: Manifest['mimir'] = {
  url: 'http://10.0.0.5:9009',
  tenant: 'openstack',
  pushPath: '/api/v1/push',
  queryPath: '/prometheus',
}

function bare(address: string, listeners: readonly Listener[]): Facts {
  const nothing = { current: undefined, swappedAt: 0, links: [], jobs: [] }
  return facts({
    addresses: [address],
    listeners,
    container: undefined,
    images: [],
    worker: undefined,
    files: { ...nothing, onDisk: new Map(), seenByProcess: new Map() },
  })
}
