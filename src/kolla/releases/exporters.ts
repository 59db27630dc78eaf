import { ENDPOINT_LISTS } from './endpoint-lists.ts'
import { type Exporter, type ExporterRow, exporterOf } from './exporter.ts'
import { isSince, type Release } from './release.ts'

const PROMETHEUS = '{{ enable_prometheus | bool }}'
const AND_PROMETHEUS = (flag: string) => `{{ enable_prometheus | bool and ${flag} | bool }}`

/**
 * Everything that Kolla deploys and that can be scraped. A new exporter is a new row: its variables, their defaults in
 * Kolla, its job and its sentinel. The sentinel is `up` where no metric of the family is sure to be there.
 */
const ROWS: readonly ExporterRow[] = [
  {
    name: 'node_exporter',
    job: 'openstack-node-exporter',
    kollaJob: 'node',
    group: 'prometheus-node-exporter',
    enabledBy: 'enable_prometheus_node_exporter',
    portVariable: 'prometheus_node_exporter_port',
    interval: 'important',
    sentinel: 'node_uname_info',
    defaults: { enable_prometheus_node_exporter: PROMETHEUS, prometheus_node_exporter_port: '9100' },
  },
  {
    name: 'cadvisor',
    job: 'openstack-cadvisor',
    kollaJob: 'cadvisor',
    group: 'prometheus-cadvisor',
    enabledBy: 'enable_prometheus_cadvisor',
    portVariable: 'prometheus_cadvisor_port',
    sentinel: 'container_last_seen',
    defaults: { enable_prometheus_cadvisor: PROMETHEUS, prometheus_cadvisor_port: '18080' },
  },
  {
    name: 'mysqld_exporter',
    job: 'openstack-mysqld-exporter',
    kollaJob: 'mysqld',
    group: 'prometheus-mysqld-exporter',
    enabledBy: 'enable_prometheus_mysqld_exporter',
    portVariable: 'prometheus_mysqld_exporter_port',
    interval: 'important',
    sentinel: 'mysql_up',
    upMetrics: 'mysql_up',
    defaults: {
      enable_prometheus_mysqld_exporter: '{{ enable_mariadb | bool }}',
      prometheus_mysqld_exporter_port: '9104',
    },
  },
  {
    name: 'memcached_exporter',
    job: 'openstack-memcached-exporter',
    kollaJob: 'memcached',
    group: 'prometheus-memcached-exporter',
    enabledBy: 'enable_prometheus_memcached_exporter',
    portVariable: 'prometheus_memcached_exporter_port',
    interval: 'important',
    sentinel: 'memcached_up',
    upMetrics: 'memcached_up',
    defaults: {
      enable_prometheus_memcached_exporter: '{{ enable_memcached | bool }}',
      prometheus_memcached_exporter_port: '9150',
    },
  },
  {
    name: 'openstack_exporter',
    job: 'openstack-exporter',
    kollaJob: 'openstack_exporter',
    group: 'prometheus-openstack-exporter',
    enabledBy: 'enable_prometheus_openstack_exporter',
    intervalVariable: 'prometheus_openstack_exporter_interval',
    portVariable: 'prometheus_openstack_exporter_port',
    scope: 'cloud',
    atVip: true,
    timeout: '45s',
    timeoutVariable: 'prometheus_openstack_exporter_timeout',
    honorLabels: true,
    sentinel: 'openstack_nova_up',
    upMetrics: 'openstack_.+_up',
    defaults: {
      enable_prometheus_openstack_exporter: PROMETHEUS,
      prometheus_openstack_exporter_port: '9198',
      prometheus_openstack_exporter_timeout: '45s',
    },
  },
  {
    name: 'blackbox_exporter',
    job: 'openstack-blackbox-exporter',
    kollaJob: 'blackbox',
    group: 'prometheus-blackbox-exporter',
    enabledBy: 'enable_prometheus_blackbox_exporter',
    portVariable: 'prometheus_blackbox_exporter_port',
    interval: 'state',
    sentinel: 'blackbox_exporter_build_info',
    defaults: { enable_prometheus_blackbox_exporter: PROMETHEUS, prometheus_blackbox_exporter_port: '9115' },
  },
  {
    name: 'libvirt_exporter',
    job: 'openstack-libvirt-exporter',
    kollaJob: 'libvirt_exporter',
    group: 'prometheus-libvirt-exporter',
    enabledBy: 'enable_prometheus_libvirt_exporter',
    intervalVariable: 'prometheus_libvirt_exporter_interval',
    portVariable: 'prometheus_libvirt_exporter_port',
    honorLabels: true,
    sentinel: 'libvirt_up',
    upMetrics: 'libvirt_up',
    defaults: {
      enable_prometheus_libvirt_exporter:
        "{{ enable_prometheus | bool and enable_nova | bool and nova_compute_virt_type in ['kvm', 'qemu'] }}",
      prometheus_libvirt_exporter_port: '9177',
    },
  },
  {
    name: 'elasticsearch_exporter',
    job: 'openstack-elasticsearch-exporter',
    kollaJob: 'elasticsearch_exporter',
    group: 'prometheus-elasticsearch-exporter',
    enabledBy: 'enable_prometheus_elasticsearch_exporter',
    intervalVariable: 'prometheus_elasticsearch_exporter_interval',
    portVariable: 'prometheus_elasticsearch_exporter_port',
    sentinel: 'elasticsearch_exporter_build_info',
    upMetrics: 'elasticsearch_(cluster_health|node_stats)_up',
    defaults: {
      enable_prometheus_elasticsearch_exporter: AND_PROMETHEUS('enable_opensearch'),
      prometheus_elasticsearch_exporter_port: '9108',
    },
  },
  {
    name: 'alertmanager',
    job: 'openstack-alertmanager',
    kollaJob: 'alertmanager',
    group: 'prometheus-alertmanager',
    enabledBy: 'enable_prometheus_alertmanager',
    portVariable: 'prometheus_alertmanager_port',
    sentinel: 'alertmanager_build_info',
    defaults: { enable_prometheus_alertmanager: PROMETHEUS, prometheus_alertmanager_port: '9093' },
  },
  {
    name: 'haproxy',
    job: 'openstack-haproxy',
    kollaJob: 'haproxy',
    group: 'loadbalancer',
    enabledBy: 'enable_prometheus_haproxy_exporter',
    portVariable: 'prometheus_haproxy_exporter_port',
    container: 'haproxy',
    interval: 'important',
    sentinel: 'haproxy_process_start_time_seconds',
    earlier: {
      until: '2024.1',
      group: 'prometheus-haproxy-exporter',
      container: 'prometheus_haproxy_exporter',
      sentinel: 'haproxy_up',
      upMetrics: 'haproxy_up',
    },
    defaults: {
      enable_prometheus_haproxy_exporter: '{{ enable_haproxy | bool }}',
      prometheus_haproxy_exporter_port: '9101',
    },
  },
  {
    name: 'rabbitmq',
    job: 'openstack-rabbitmq',
    kollaJob: 'rabbitmq',
    group: 'rabbitmq',
    enabledBy: 'enable_prometheus_rabbitmq_exporter',
    portVariable: 'prometheus_rabbitmq_exporter_port',
    container: 'rabbitmq',
    interval: 'important',
    sentinel: 'rabbitmq_build_info',
    defaults: {
      enable_prometheus_rabbitmq_exporter: AND_PROMETHEUS('enable_rabbitmq'),
      prometheus_rabbitmq_exporter_port: '{{ rabbitmq_prometheus_port }}',
    },
  },
  {
    name: 'fluentd',
    job: 'openstack-fluentd',
    kollaJob: 'fluentd',
    group: 'fluentd',
    enabledBy: 'enable_prometheus_fluentd_integration',
    portVariable: 'prometheus_fluentd_integration_port',
    container: 'fluentd',
    sentinel: 'fluentd_status_buffer_queue_length',
    defaults: {
      enable_prometheus_fluentd_integration: AND_PROMETHEUS('enable_fluentd'),
      prometheus_fluentd_integration_port: '24231',
    },
  },
  ...ENDPOINT_LISTS,
  {
    name: 'etcd',
    job: 'openstack-etcd',
    kollaJob: 'etcd',
    group: 'etcd',
    enabledBy: 'enable_prometheus_etcd_integration',
    portVariable: 'prometheus_etcd_integration_port',
    container: 'etcd',
    tlsVariable: 'etcd_enable_tls',
    interval: 'important',
    sentinel: 'etcd_server_has_leader',
    upMetrics: 'etcd_server_has_leader',
    defaults: {
      enable_prometheus_etcd_integration: AND_PROMETHEUS('enable_etcd'),
      prometheus_etcd_integration_port: '{{ etcd_client_port }}',
    },
  },
  {
    name: 'ironic_prometheus_exporter',
    job: 'openstack-ironic-prometheus-exporter',
    kollaJob: 'ironic_prometheus_exporter',
    group: 'ironic-conductor',
    enabledBy: 'enable_ironic_prometheus_exporter',
    portVariable: 'ironic_prometheus_exporter_port',
    container: 'ironic_prometheus_exporter',
    tlsVariable: 'ironic_enable_tls_backend',
    tlsSince: '2026.1',
    since: '2023.2',
    sentinel: 'up',
    defaults: {
      enable_ironic_prometheus_exporter: '{{ enable_ironic | bool and enable_prometheus | bool }}',
      ironic_prometheus_exporter_port: '9608',
    },
  },
  {
    name: 'proxysql',
    job: 'openstack-proxysql',
    kollaJob: 'proxysql',
    group: 'loadbalancer',
    enabledBy: 'enable_prometheus_proxysql_exporter',
    portVariable: 'proxysql_prometheus_exporter_port',
    container: 'proxysql',
    interval: 'important',
    since: '2024.2',
    sentinel: 'proxysql_uptime_seconds_total',
    defaults: {
      enable_prometheus_proxysql_exporter: AND_PROMETHEUS('enable_proxysql'),
      proxysql_prometheus_exporter_port: '6070',
    },
  },
  {
    name: 'valkey_exporter',
    job: 'openstack-valkey-exporter',
    kollaJob: 'valkey_exporter',
    group: 'prometheus-valkey-exporter',
    enabledBy: 'enable_prometheus_valkey_exporter',
    portVariable: 'prometheus_valkey_exporter_port',
    interval: 'important',
    since: '2026.1',
    sentinel: 'redis_up',
    upMetrics: 'redis_up',
    defaults: {
      enable_prometheus_valkey_exporter: AND_PROMETHEUS('enable_valkey'),
      prometheus_valkey_exporter_port: '9121',
    },
  },
  {
    name: 'network_exporter',
    job: 'openstack-network-exporter',
    kollaJob: 'network_exporter',
    group: 'prometheus-openstack-network-exporter',
    enabledBy: 'enable_prometheus_openstack_network_exporter',
    intervalVariable: 'prometheus_openstack_network_exporter_interval',
    portVariable: 'prometheus_openstack_network_exporter_port',
    container: 'prometheus_openstack_network_exporter',
    honorLabels: true,
    since: '2026.1',
    sentinel: 'up',
    defaults: {
      enable_prometheus_openstack_network_exporter: PROMETHEUS,
      prometheus_openstack_network_exporter_port: '1981',
    },
  },
  {
    name: 'prometheus_server',
    job: 'openstack-prometheus-server',
    kollaJob: 'prometheus',
    group: 'prometheus',
    enabledBy: 'enable_prometheus_server',
    onlyIfAsked: true,
    portVariable: 'prometheus_port',
    container: 'prometheus_server',
    passwordVariable: 'prometheus_password',
    sentinel: 'prometheus_build_info',
    defaults: { enable_prometheus_server: PROMETHEUS, prometheus_port: '9091' },
  },
]

export const EXPORTERS: readonly Exporter[] = ROWS.map(exporterOf)

/** The exporters that a release has, each as it is there; where no release is known, all of them. */
export function exportersIn(release: Release | undefined): readonly Exporter[] {
  if (release === undefined) return EXPORTERS
  return EXPORTERS.filter(({ since }) => since === undefined || isSince(release, since)).map((exporter) =>
    asIn(release, exporter),
  )
}

function asIn(release: Release, exporter: Exporter): Exporter {
  const { earlier, tlsVariable, tlsSince, ...always } = exporter
  const hasTls = tlsVariable !== undefined && (tlsSince === undefined || isSince(release, tlsSince))
  const now = { ...always, ...(hasTls ? { tlsVariable } : {}) }
  if (earlier === undefined || isSince(release, earlier.until)) return now
  const { until: _until, ...differs } = earlier
  return { ...now, ...differs }
}

export const EXPORTER_NAMES: readonly string[] = EXPORTERS.map((exporter) => exporter.name)
