import { apiDefaults, frontendPort } from './apis.ts'
import { EXPORTERS } from './exporters.ts'
import { isSince, RELEASES, type Release } from './release.ts'

/** Kolla's default of a key; `differs` where no release is known and it is not the same in all of them. */
export type Default = { readonly value: unknown } | 'differs' | undefined

/** What a key was set to from a release on; `undefined` where that release dropped it. */
type History = readonly (readonly [since: Release, value: unknown])[]

const SEARCH = (backend: string) =>
  `{{ enable_central_logging | bool or enable_osprofiler | bool or (enable_cloudkitty | bool and cloudkitty_storage_backend == '${backend}') }}`

/** Defaults of Kolla's ansible/group_vars/all that are alike in every release. */
const CONSTANT: Readonly<Record<string, unknown>> = {
  api_address_family: '{{ network_address_family }}',
  api_interface: '{{ network_interface }}',
  api_interface_address: "{{ 'api' | kolla_address }}",
  docker_namespace: 'openstack.kolla',
  docker_registry: 'quay.io',
  docker_registry_insecure: 'no',
  docker_registry_username: null,
  enable_central_logging: 'no',
  enable_cloudkitty: 'no',
  enable_etcd: 'no',
  enable_fluentd: 'yes',
  enable_haproxy: 'yes',
  enable_ironic: 'no',
  enable_keepalived: '{{ enable_haproxy | bool }}',
  enable_mariadb: 'yes',
  enable_memcached: 'yes',
  enable_nova: '{{ enable_openstack_core | bool }}',
  enable_opensearch_dashboards: '{{ enable_opensearch | bool }}',
  enable_opensearch_dashboards_external: '{{ enable_opensearch_dashboards | bool }}',
  enable_openstack_core: 'yes',
  enable_osprofiler: 'no',
  enable_prometheus: 'no',
  enable_prometheus_alertmanager_external: '{{ enable_prometheus_alertmanager | bool }}',
  enable_prometheus_openstack_exporter_external: 'no',
  enable_rabbitmq: "{{ 'yes' if om_rpc_transport == 'rabbit' or om_notify_transport == 'rabbit' else 'no' }}",
  etcd_client_port: '2379',
  etcd_enable_tls: '{{ kolla_enable_tls_backend }}',
  etcd_protocol: "{{ 'https' if etcd_enable_tls | bool else 'http' }}",
  internal_protocol: "{{ 'https' if kolla_enable_tls_internal | bool else 'http' }}",
  kolla_admin_openrc_cacert: '',
  kolla_base_distro: 'rocky',
  kolla_base_distro_version: '{{ kolla_base_distro_version_default_map[kolla_base_distro] }}',
  kolla_certificates_dir: '{{ node_config }}/certificates',
  kolla_container_engine: 'docker',
  kolla_copy_ca_into_containers: 'no',
  kolla_enable_tls_backend: 'no',
  kolla_enable_tls_external:
    "{{ kolla_enable_tls_internal if kolla_same_external_internal_vip | bool else 'no' }}",
  kolla_enable_tls_internal: 'no',
  kolla_external_fqdn:
    '{{ kolla_internal_fqdn if kolla_same_external_internal_vip | bool else kolla_external_vip_address }}',
  kolla_external_vip_address: '{{ kolla_internal_vip_address }}',
  kolla_external_vip_interface: '{{ network_interface }}',
  kolla_internal_fqdn: '{{ kolla_internal_vip_address }}',
  kolla_internal_vip_address: "{{ kolla_internal_address | default('') }}",
  multiple_regions_names: ['{{ openstack_region_name }}'],
  network_address_family: 'ipv4',
  network_interface: 'eth0',
  node_config: "{{ CONFIG_DIR | default('/etc/kolla') }}",
  node_custom_config: '{{ node_config }}/config',
  nova_compute_virt_type: 'kvm',
  om_notify_transport: 'rabbit',
  om_rpc_transport: 'rabbit',
  openstack_cacert: '',
  openstack_region_name: 'RegionOne',
  openstack_tag:
    '{{ openstack_release }}-{{ kolla_base_distro }}-{{ kolla_base_distro_version }}{{ openstack_tag_suffix }}',
  openstack_tag_suffix: '',
  prometheus_alertmanager_cluster_port: '9094',
  prometheus_alertmanager_user: 'admin',
  prometheus_cmdline_extras: null,
  prometheus_elasticsearch_exporter_interval: '{{ prometheus_scrape_interval }}',
  prometheus_libvirt_exporter_interval: '60s',
  prometheus_openstack_exporter_compute_api_version: 'latest',
  prometheus_openstack_exporter_endpoint_type: 'internal',
  prometheus_openstack_exporter_interval: '{{ prometheus_scrape_interval }}',
  prometheus_scrape_interval: '60s',
  public_protocol: "{{ 'https' if kolla_enable_tls_external | bool else 'http' }}",
  rabbitmq_enable_tls: 'no',
  rabbitmq_port: "{{ '5671' if rabbitmq_enable_tls | bool else '5672' }}",
  rabbitmq_prometheus_port: '15692',
}

const DISTROS = (centos: string, debian: string, rocky: string, ubuntu: string) => ({
  centos,
  debian,
  rocky,
  ubuntu,
})

/** OpenStack's services that Kolla deploys by default, and those that it deploys only where they are enabled. */
const CORE = ['glance', 'heat', 'horizon', 'keystone', 'neutron']
const OPTIONAL =
  'aodh barbican blazar ceph_rgw cinder designate gnocchi grafana magnum manila masakari mistral octavia skyline tacker trove watcher'

/** Defaults of the same place that came, changed or went. */
const CHANGED: Readonly<Record<string, History>> = {
  cloudkitty_storage_backend: [
    ['2023.1', 'influxdb'],
    ['2026.1', 'sqlalchemy'],
  ],
  docker_image_name_prefix: [['2024.2', '']],
  enable_grafana_external: [['2024.2', '{{ enable_grafana | bool }}']],
  enable_opensearch: [
    ['2023.1', SEARCH('elasticsearch')],
    ['2024.2', SEARCH('opensearch')],
  ],
  enable_placement: [
    ['2023.1', '{{ enable_nova | bool or enable_zun | bool }}'],
    ['2026.1', '{{ enable_nova | bool }}'],
  ],
  enable_prometheus_msteams: [
    ['2023.1', 'no'],
    ['2024.2', undefined],
  ],
  enable_proxysql: [
    ['2023.1', 'no'],
    ['2024.2', 'yes'],
    ['2025.2', '{{ enable_mariadb }}'],
  ],
  enable_redis: [
    ['2023.1', 'no'],
    ['2025.2', undefined],
  ],
  enable_swift: [
    ['2023.1', 'no'],
    ['2025.1', undefined],
  ],
  enable_valkey: [['2025.1', 'no']],
  enable_venus: [
    ['2023.1', 'no'],
    ['2025.2', undefined],
  ],
  enable_zun: [
    ['2023.1', 'no'],
    ['2026.1', undefined],
  ],
  haproxy_single_external_frontend: [['2023.2', false]],
  haproxy_single_external_frontend_public_port: [
    ['2023.2', "{{ '443' if kolla_enable_tls_external | bool else '80' }}"],
  ],
  kolla_base_distro_version_default_map: [
    ['2023.1', DISTROS('stream9', 'bullseye', '9', 'jammy')],
    ['2023.2', DISTROS('stream9', 'bookworm', '9', 'jammy')],
    ['2024.2', DISTROS('stream9', 'bookworm', '9', 'noble')],
    ['2025.2', DISTROS('stream10', 'bookworm', '10', 'noble')],
    ['2026.1', DISTROS('stream10', 'trixie', '10', 'noble')],
  ],
  kolla_same_external_internal_vip: [
    ['2023.1', '{{ kolla_external_vip_address == kolla_internal_vip_address }}'],
    [
      '2024.1',
      "{{ kolla_external_vip_address | ansible.utils.ipaddr('address') == kolla_internal_vip_address | ansible.utils.ipaddr('address') }}",
    ],
  ],
  openstack_release: RELEASES.map((release) => [release, release]),
  prometheus_alertmanager_external_fqdn: [['2023.2', '{{ kolla_external_fqdn }}']],
  prometheus_alertmanager_internal_fqdn: [['2023.2', '{{ kolla_internal_fqdn }}']],
  prometheus_alertmanager_listen_port: [['2023.2', '{{ prometheus_alertmanager_port }}']],
  prometheus_alertmanager_public_port: [['2023.2', frontendPort('prometheus_alertmanager_port')]],
  prometheus_ceph_exporter_interval: [['2024.1', '{{ prometheus_scrape_interval }}']],
  prometheus_external_fqdn: [['2023.2', '{{ kolla_external_fqdn }}']],
  prometheus_grafana_user: [['2023.2', 'grafana']],
  prometheus_haproxy_user: [['2025.1', 'haproxy']],
  prometheus_instance_label: [['2023.2', null]],
  prometheus_internal_fqdn: [['2023.2', '{{ kolla_internal_fqdn }}']],
  prometheus_listen_port: [['2023.2', '{{ prometheus_port }}']],
  prometheus_msteams_port: [
    ['2023.1', '9095'],
    ['2024.2', undefined],
  ],
  prometheus_public_port: [['2023.2', frontendPort('prometheus_port')]],
  prometheus_skyline_user: [['2024.1', 'skyline']],
  redis_port: [
    ['2023.1', '6379'],
    ['2025.2', undefined],
  ],
  valkey_server_port: [['2025.1', '6379']],
}

/** Defaults of Kolla's roles: weaker than anything in an inventory. */
const ROLE: Readonly<Record<string, History>> = {
  enable_prometheus_server_external: [['2023.2', false]],
  ironic_enable_tls_backend: [['2023.1', '{{ kolla_enable_tls_backend }}']],
  prometheus_blackbox_exporter_endpoints_custom: [['2024.2', []]],
  prometheus_external_labels: [['2023.1', null]],
  prometheus_node_exporter_targets_extra: [['2024.2', []]],
  prometheus_openstack_network_exporter_interval: [['2026.1', '{{ prometheus_scrape_interval }}']],
  rabbitmq_enable_prometheus_plugin: [['2023.1', '{{ enable_prometheus }}']],
}

/** Defaults of what switches exporters on and where they listen: each stands in the row of its exporter. */
const OF_EXPORTERS = EXPORTERS.flatMap(({ defaults = {}, since = '2023.1' }) =>
  Object.entries(defaults).map(([key, value]): [string, History] => [key, [[since, value]]]),
)

const HISTORIES = new Map<string, History>([
  ...OF_EXPORTERS,
  ...Object.entries(CONSTANT).map(([key, value]): [string, History] => [key, [['2023.1', value]]]),
  ...Object.entries(CHANGED),
  ...CORE.map((name): [string, History] => [
    `enable_${name}`,
    [['2023.1', '{{ enable_openstack_core | bool }}']],
  ]),
  ...OPTIONAL.split(' ').map((name): [string, History] => [`enable_${name}`, [['2023.1', 'no']]]),
])
/** What only the probes of a cloud's own addresses need. */
const API_HISTORIES = new Map<string, History>()
for (const [key, value, since = '2024.2'] of apiDefaults())
  API_HISTORIES.set(key, [...(API_HISTORIES.get(key) ?? []), [since, value]])
const ROLE_HISTORIES = new Map(Object.entries(ROLE))

/** Every port that a known default of any release gives a service. */
export function knownPorts(): ReadonlySet<number> {
  const histories = [...HISTORIES, ...API_HISTORIES].filter(([key]) => key.endsWith('_port'))
  const values = histories.flatMap(([, history]) => history.map(([, value]) => value))
  return new Set(values.filter((value) => /^\d+$/u.test(String(value))).map(Number))
}

/** The default that Kolla's own group_vars/all gives a key: it beats [all:vars], [group:vars] and group_vars/all. */
export function kollaDefault(key: string, release: Release | undefined): Default {
  return defaultAt(HISTORIES.get(key) ?? API_HISTORIES.get(key), release)
}

/** What OSISM has otherwise than Kolla, of the keys that matter to a worker; in none of an operator's files. */
const OSISM: Readonly<Record<string, unknown>> = {
  enable_prometheus: 'yes',
  enable_prometheus_openstack_exporter: 'no',
  network_interface: 'loopback0',
}

/** The default that OSISM gives a key; undefined where it has Kolla's. */
export function osismDefault(key: string): Default {
  return Object.hasOwn(OSISM, key) ? { value: OSISM[key] } : undefined
}

/** The default that a role gives a key: everything else beats it. */
export function roleDefault(key: string, release: Release | undefined): Default {
  return defaultAt(ROLE_HISTORIES.get(key), release)
}

/** Every key whose default is known here: the keys that matter to a worker. */
export function knownKeys(): readonly string[] {
  return [...HISTORIES.keys(), ...ROLE_HISTORIES.keys()]
}

function defaultAt(history: History | undefined, release: Release | undefined): Default {
  if (!history) return undefined
  if (release === undefined) {
    const [only, ...others] = history
    const isConstant = only !== undefined && only[0] === RELEASES[0] && others.length === 0
    return isConstant ? { value: only[1] } : 'differs'
  }
  const value = history.findLast(([since]) => isSince(release, since))?.[1]
  return value === undefined ? undefined : { value: asWritten(value, release) }
}

/** Since 2026.1 Kolla writes its yes and no as booleans, which they were not before. */
function asWritten(value: unknown, release: Release): unknown {
  return isSince(release, '2026.1') && (value === 'yes' || value === 'no') ? value === 'yes' : value
}
