import { apiEndpoints } from '../../../src/kolla/releases/apis.ts'
import type { Release } from '../../../src/kolla/releases/release.ts'

/** One probe of Kolla's own list, which it has since 2024.2. All names but the first two are Kolla's variables. */
export interface DefaultProbe {
  readonly service: string
  readonly module: string
  /** Holds the address. */
  readonly url: string
  /** What follows the address. */
  readonly path?: string
  readonly on: readonly string[]
  readonly off?: readonly string[]
  /** The last release that has it. */
  readonly until?: Release
}

/** A probe for each host of a group, at its own API address. */
export interface HostProbe {
  readonly service: string
  readonly group: string
  readonly enabledBy: string
  /** Makes it a check over TLS. */
  readonly tlsVariable?: string
  readonly port: string
  /** Asked for over http, with the protocol that this variable holds; a plain connection where absent. */
  readonly protocol?: string
  readonly since?: Release
  readonly until?: Release
}

const ONE_ADDRESS = 'kolla_same_external_internal_vip'

/** An API is probed where everybody reaches it and, where that is another address, inside the cloud too. */
function api(
  service: string,
  changes: Partial<Pick<DefaultProbe, 'module' | 'on' | 'until'>> = {},
): DefaultProbe[] {
  const probe = { module: 'os_endpoint', on: [`enable_${service}`], ...changes }
  const { public: outside, internal } = apiEndpoints(service)
  return [
    { ...probe, service, url: outside },
    { ...probe, service: `${service}_internal`, url: internal, off: [ONE_ADDRESS] },
  ]
}

/** What has one address only: the one for everybody where a variable says so. */
function either(probe: Omit<DefaultProbe, 'url'>, external: string): DefaultProbe[] {
  const { public: outside, internal } = apiEndpoints(probe.service)
  return [
    { ...probe, url: outside, on: [...probe.on, external] },
    { ...probe, url: internal, off: [external] },
  ]
}

function grafana(): DefaultProbe[] {
  const { public: outside, internal } = apiEndpoints('grafana')
  const inside = { service: 'grafana_internal', module: 'http_2xx', url: internal, on: ['enable_grafana'] }
  return [
    {
      ...inside,
      service: 'grafana',
      url: outside,
      on: ['enable_grafana', 'enable_grafana_external'],
    },
    { ...inside, off: ['enable_grafana_external'] },
    { ...inside, off: [ONE_ADDRESS] },
  ]
}

function openSearch(): DefaultProbe[] {
  const { public: outside, internal } = apiEndpoints('opensearch_dashboards')
  const dashboards = { module: 'http_2xx_opensearch_dashboards', path: '/api/status' }
  const flag = 'enable_opensearch_dashboards'
  return [
    {
      service: 'opensearch',
      module: 'http_2xx',
      url: apiEndpoints('opensearch').internal,
      on: ['enable_opensearch'],
    },
    { ...dashboards, service: 'opensearch_dashboards', url: internal, on: [flag] },
    { ...dashboards, service: 'opensearch_dashboards_external', url: outside, on: [`${flag}_external`] },
  ]
}

/** Kolla probes its Prometheus also where it is switched off; such a probe could never succeed and is not here. */
const PROMETHEUS = {
  service: 'prometheus',
  module: 'http_2xx_prometheus',
  path: '/-/healthy',
  on: ['enable_prometheus', 'enable_prometheus_server'],
}
const ALERTMANAGER = {
  service: 'prometheus_alertmanager',
  module: 'http_2xx_alertmanager',
  on: ['enable_prometheus_alertmanager'],
}

const PLAIN =
  'aodh barbican blazar cinder cloudkitty designate glance gnocchi heat ironic keystone magnum manila masakari mistral neutron nova octavia placement tacker trove watcher'

export const DEFAULT_PROBES: readonly DefaultProbe[] = [
  ...PLAIN.split(' ').flatMap((service) => api(service)),
  ...api('heat_cfn', { on: ['enable_heat'] }),
  ...api('ironic_inspector', { on: ['enable_ironic'], until: '2025.1' }),
  ...api('skyline_apiserver', { on: ['enable_skyline'] }),
  ...api('skyline_console', { on: ['enable_skyline'] }),
  ...api('swift', { until: '2024.2' }),
  ...api('venus', { until: '2025.1' }),
  ...api('zun', { until: '2025.2' }),
  ...api('ceph_rgw', { module: 'http_2xx' }),
  ...api('horizon', { module: 'http_2xx' }),
  ...grafana(),
  ...openSearch(),
  ...either(PROMETHEUS, 'enable_prometheus_server_external'),
  ...either(ALERTMANAGER, 'enable_prometheus_alertmanager_external'),
]

export const HOST_PROBES: readonly HostProbe[] = [
  {
    service: 'etcd',
    group: 'etcd',
    enabledBy: 'enable_etcd',
    port: 'etcd_client_port',
    protocol: 'etcd_protocol',
  },
  {
    service: 'rabbitmq',
    group: 'rabbitmq',
    enabledBy: 'enable_rabbitmq',
    tlsVariable: 'rabbitmq_enable_tls',
    port: 'rabbitmq_port',
  },
  { service: 'redis', group: 'redis', enabledBy: 'enable_redis', port: 'redis_port', until: '2025.1' },
  {
    service: 'valkey',
    group: 'valkey',
    enabledBy: 'enable_valkey',
    port: 'valkey_server_port',
    since: '2025.1',
  },
]
