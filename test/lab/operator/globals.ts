/** What the lab's cloud is, in Kolla's words. */
export interface Globals {
  /** The API address of the first control node: without HAProxy, Kolla's "VIP" is that. */
  readonly internalAddress: string
}

export const OPENSTACK_RELEASE = '2025.1'

/** Pure: Kolla's globals.yml. Everything that the lab has no container for is switched off. */
export function globalsYml({ internalAddress }: Globals): string {
  return `---
# The lab's cloud. What is not set here is as Kolla-Ansible ${OPENSTACK_RELEASE} has it by default.
workaround_ansible_issue_8743: yes
config_strategy: "COPY_ALWAYS"

kolla_base_distro: "debian"
openstack_release: "${OPENSTACK_RELEASE}"
kolla_container_engine: docker
docker_registry: quay.io
docker_namespace: "openstack.kolla"
docker_registry_insecure: "yes"

kolla_internal_vip_address: "${internalAddress}"
network_interface: "eth0"
neutron_external_interface: "eth1"

enable_haproxy: "no"
enable_proxysql: "no"
enable_rabbitmq: "no"
enable_fluentd: "no"
enable_openstack_core: "no"
`
}

/** Pure: globals.d/prometheus.yml, where an operator keeps what belongs to monitoring. */
export function prometheusGlobalsYml(): string {
  return `---
enable_prometheus: "yes"
enable_prometheus_alertmanager: "no"
enable_prometheus_libvirt_exporter: "no"
prometheus_scrape_interval: "30s"
`
}
