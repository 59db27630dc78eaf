import type { LabNode } from '../base/fleet-spec.ts'
import { OPENSTACK_RELEASE } from '../operator/globals.ts'

/** One of Kolla's containers, as kolla-ansible would start it on a node. */
export interface KollaContainer {
  readonly name: string
  /** The directory below /etc/kolla, which the container sees as /var/lib/kolla/config_files. */
  readonly service: string
  /** `prometheus-node-exporter`: the image's name in Kolla's namespace. */
  readonly image: string
  /** What config.json has the container run. */
  readonly command: string
  /** TCP ports on the node's API address. */
  readonly ports: readonly number[]
  /** `SOURCE:TARGET[:MODE]` as for `docker run --volume`, beside the configuration. */
  readonly volumes: readonly string[]
  /** More of `docker run`'s options. */
  readonly options: readonly string[]
  /** Files of the service beside config.json, by name, and where the container wants them. */
  readonly files: readonly ServiceFile[]
}

interface ServiceFile {
  readonly name: string
  readonly destination: string
  readonly owner: string
}

/** The user and group under which Kolla's images run these services. */
const PROMETHEUS = 'prometheus'

export const KOLLA_IMAGES = 'quay.io/openstack.kolla'
export const KOLLA_TAG = `${OPENSTACK_RELEASE}-debian-bookworm`

/** Pure: the containers of a node, by the groups that a node of its role is in. */
export function containersOf(node: LabNode): KollaContainer[] {
  const everywhere = [nodeExporter(node.address), cadvisor(node.address)]
  return node.role === 'compute' ? everywhere : [...everywhere, ...controlContainers(node.address)]
}

function controlContainers(address: string): KollaContainer[] {
  return [
    mariadb(address),
    mysqldExporter(address),
    memcached(address),
    memcachedExporter(address),
    openstackExporter(address),
    blackboxExporter(address),
    prometheusServer(address),
  ]
}

type Particulars = Pick<KollaContainer, 'name' | 'command' | 'ports'> & Partial<KollaContainer>

/** In Kolla a container's service and image are its name with dashes, but for the few that say otherwise. */
function container(particulars: Particulars): KollaContainer {
  const dashed = particulars.name.replaceAll('_', '-')
  return { service: dashed, image: dashed, volumes: [], options: [], files: [], ...particulars }
}

function nodeExporter(address: string): KollaContainer {
  const paths = '--path.procfs=/host/proc --path.sysfs=/host/sys --path.rootfs=/host'
  return container({
    name: 'prometheus_node_exporter',
    command: `/opt/node_exporter/node_exporter ${paths} --web.listen-address=${address}:9100`,
    ports: [9100],
    volumes: ['/proc:/host/proc:ro', '/sys:/host/sys:ro', '/:/host:ro,rslave'],
    options: ['--pid=host'],
  })
}

function cadvisor(address: string): KollaContainer {
  const logs = '--log_dir=/var/log/kolla/prometheus'
  return container({
    name: 'prometheus_cadvisor',
    command: `/opt/cadvisor --port=18080 ${logs} --docker_only --listen_ip=${address}`,
    ports: [18080],
    volumes: ['/:/rootfs:ro', '/var/run:/var/run:rw', '/sys:/sys:ro', '/var/lib/docker/:/var/lib/docker:ro'],
  })
}

function mariadb(address: string): KollaContainer {
  return container({
    name: 'mariadb',
    image: 'mariadb-server',
    command: `/usr/local/bin/lab-mariadb ${address}`,
    ports: [3306],
    volumes: ['mariadb:/var/lib/mysql'],
    files: [{ name: 'users.sql', destination: '/etc/mysql/users.sql', owner: 'mysql' }],
  })
}

function mysqldExporter(address: string): KollaContainer {
  const binary = '/opt/mysqld_exporter/mysqld_exporter'
  return container({
    name: 'prometheus_mysqld_exporter',
    command: `${binary} --config.my-cnf=/etc/prometheus/my.cnf --web.listen-address=${address}:9104`,
    ports: [9104],
    files: [{ name: 'my.cnf', destination: '/etc/prometheus/my.cnf', owner: PROMETHEUS }],
  })
}

function memcached(address: string): KollaContainer {
  return container({
    name: 'memcached',
    command: `/usr/bin/memcached -vv -l ${address} -p 11211 -c 5000 -U 0 -m 256 -u memcached`,
    ports: [11211],
  })
}

function memcachedExporter(address: string): KollaContainer {
  const binary = '/opt/memcached_exporter/memcached_exporter'
  return container({
    name: 'prometheus_memcached_exporter',
    command: `${binary} --web.listen-address=${address}:9150 --memcached.address=${address}:11211`,
    ports: [9150],
  })
}

function openstackExporter(address: string): KollaContainer {
  const binary = '/opt/openstack-exporter/openstack-exporter'
  const cloud = '--os-client-config=/etc/openstack/clouds.yml'
  return container({
    name: 'prometheus_openstack_exporter',
    command: `${binary} --endpoint-type=internal ${cloud} --web.listen-address=${address}:9198 default`,
    ports: [9198],
    files: [{ name: 'clouds.yml', destination: '/etc/openstack/clouds.yml', owner: PROMETHEUS }],
  })
}

function blackboxExporter(address: string): KollaContainer {
  const binary = '/opt/blackbox_exporter/blackbox_exporter'
  return container({
    name: 'prometheus_blackbox_exporter',
    command: `${binary} --config.file=/etc/prometheus/blackbox.yml --web.listen-address=${address}:9115`,
    ports: [9115],
    files: [{ name: 'blackbox.yml', destination: '/etc/prometheus/blackbox.yml', owner: PROMETHEUS }],
  })
}

function prometheusServer(address: string): KollaContainer {
  const files = '--config.file=/etc/prometheus/prometheus.yml --web.config.file=/etc/prometheus/web.yml'
  const storage = '--storage.tsdb.path=/var/lib/prometheus'
  return container({
    name: 'prometheus_server',
    command: `/opt/prometheus/prometheus ${files} --web.listen-address=${address}:9091 ${storage}`,
    ports: [9091],
    volumes: ['prometheus_server:/var/lib/prometheus'],
    files: [
      { name: 'prometheus.yml', destination: '/etc/prometheus/prometheus.yml', owner: PROMETHEUS },
      { name: 'web.yml', destination: '/etc/prometheus/web.yml', owner: PROMETHEUS },
    ],
  })
}
