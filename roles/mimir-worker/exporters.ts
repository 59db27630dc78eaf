/** How often a class of metrics is worth scraping, after the guide's chapter on scrape intervals. */
export type IntervalClass = 'important' | 'general' | 'state'

/** One exporter (or built-in metrics endpoint) that Kolla-Ansible can deploy. Source: kolla-ansible, role prometheus. */
export interface Exporter {
  /** The name in `worker.exporters` of the manifest. */
  readonly name: string
  /** The job's name after the guide; Kolla's own is `kollaJob`. */
  readonly job: string
  readonly kollaJob: string
  /** Inventory group whose hosts run it. */
  readonly group: string
  /** Kolla variable that switches it on, in addition to enable_prometheus. */
  readonly enabledBy: string
  /** Kolla variable that holds its port. */
  readonly portVariable: string
  /** Container that serves it. */
  readonly container: string
  /** `cloud`: it tells of the whole cloud, so exactly one worker may scrape it. */
  readonly scope: 'node' | 'cloud'
  readonly interval: IntervalClass
  /** Prometheus duration; Prometheus's own default of 10s where absent. */
  readonly timeout?: string
  readonly honorLabels?: true
  /** A metric with one series (or a few) a target, which proves that the family arrived. */
  readonly witness: string
}

/** Every exporter that Kolla deploys by itself. A row more is an exporter more; nothing else has to change. */
export const EXPORTERS: readonly Exporter[] = [
  {
    name: 'node_exporter',
    job: 'openstack-node-exporter',
    kollaJob: 'node',
    group: 'prometheus-node-exporter',
    enabledBy: 'enable_prometheus_node_exporter',
    portVariable: 'prometheus_node_exporter_port',
    container: 'prometheus_node_exporter',
    scope: 'node',
    interval: 'important',
    witness: 'node_uname_info',
  },
  {
    name: 'cadvisor',
    job: 'openstack-cadvisor',
    kollaJob: 'cadvisor',
    group: 'prometheus-cadvisor',
    enabledBy: 'enable_prometheus_cadvisor',
    portVariable: 'prometheus_cadvisor_port',
    container: 'prometheus_cadvisor',
    scope: 'node',
    interval: 'general',
    witness: 'cadvisor_version_info',
  },
  {
    name: 'mysqld_exporter',
    job: 'openstack-mysqld-exporter',
    kollaJob: 'mysqld',
    group: 'prometheus-mysqld-exporter',
    enabledBy: 'enable_prometheus_mysqld_exporter',
    portVariable: 'prometheus_mysqld_exporter_port',
    container: 'prometheus_mysqld_exporter',
    scope: 'node',
    interval: 'important',
    witness: 'mysql_up',
  },
  {
    name: 'memcached_exporter',
    job: 'openstack-memcached-exporter',
    kollaJob: 'memcached',
    group: 'prometheus-memcached-exporter',
    enabledBy: 'enable_prometheus_memcached_exporter',
    portVariable: 'prometheus_memcached_exporter_port',
    container: 'prometheus_memcached_exporter',
    scope: 'node',
    interval: 'important',
    witness: 'memcached_up',
  },
  {
    name: 'openstack_exporter',
    job: 'openstack-exporter',
    kollaJob: 'openstack_exporter',
    group: 'prometheus-openstack-exporter',
    enabledBy: 'enable_prometheus_openstack_exporter',
    portVariable: 'prometheus_openstack_exporter_port',
    container: 'prometheus_openstack_exporter',
    scope: 'cloud',
    interval: 'general',
    timeout: '45s',
    honorLabels: true,
    witness: 'openstack_nova_up',
  },
  {
    name: 'blackbox_exporter',
    job: 'openstack-blackbox-exporter',
    kollaJob: 'blackbox_exporter',
    group: 'prometheus-blackbox-exporter',
    enabledBy: 'enable_prometheus_blackbox_exporter',
    portVariable: 'prometheus_blackbox_exporter_port',
    container: 'prometheus_blackbox_exporter',
    scope: 'node',
    interval: 'state',
    witness: 'blackbox_exporter_build_info',
  },
  {
    name: 'libvirt_exporter',
    job: 'openstack-libvirt-exporter',
    kollaJob: 'libvirt_exporter',
    group: 'prometheus-libvirt-exporter',
    enabledBy: 'enable_prometheus_libvirt_exporter',
    portVariable: 'prometheus_libvirt_exporter_port',
    container: 'prometheus_libvirt_exporter',
    scope: 'node',
    interval: 'general',
    honorLabels: true,
    witness: 'libvirt_up',
  },
  {
    name: 'elasticsearch_exporter',
    job: 'openstack-elasticsearch-exporter',
    kollaJob: 'elasticsearch_exporter',
    group: 'prometheus-elasticsearch-exporter',
    enabledBy: 'enable_prometheus_elasticsearch_exporter',
    portVariable: 'prometheus_elasticsearch_exporter_port',
    container: 'prometheus_elasticsearch_exporter',
    scope: 'node',
    interval: 'general',
    witness: 'elasticsearch_exporter_build_info',
  },
  {
    name: 'alertmanager',
    job: 'openstack-alertmanager',
    kollaJob: 'alertmanager',
    group: 'prometheus-alertmanager',
    enabledBy: 'enable_prometheus_alertmanager',
    portVariable: 'prometheus_alertmanager_port',
    container: 'prometheus_alertmanager',
    scope: 'node',
    interval: 'general',
    witness: 'alertmanager_build_info',
  },
  {
    name: 'haproxy',
    job: 'openstack-haproxy',
    kollaJob: 'haproxy',
    group: 'loadbalancer',
    enabledBy: 'enable_prometheus_haproxy_exporter',
    portVariable: 'prometheus_haproxy_exporter_port',
    container: 'haproxy',
    scope: 'node',
    interval: 'important',
    witness: 'haproxy_process_start_time_seconds',
  },
  {
    name: 'rabbitmq',
    job: 'openstack-rabbitmq',
    kollaJob: 'rabbitmq',
    group: 'rabbitmq',
    enabledBy: 'enable_prometheus_rabbitmq_exporter',
    portVariable: 'prometheus_rabbitmq_exporter_port',
    container: 'rabbitmq',
    scope: 'node',
    interval: 'important',
    witness: 'rabbitmq_build_info',
  },
  {
    name: 'fluentd',
    job: 'openstack-fluentd',
    kollaJob: 'fluentd',
    group: 'fluentd',
    enabledBy: 'enable_prometheus_fluentd_integration',
    portVariable: 'prometheus_fluentd_integration_port',
    container: 'fluentd',
    scope: 'node',
    interval: 'general',
    witness: 'fluentd_status_buffer_queue_length',
  },
]

export const EXPORTER_NAMES: readonly string[] = EXPORTERS.map((exporter) => exporter.name)
