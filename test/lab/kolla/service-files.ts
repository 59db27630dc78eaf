import type { LabNode } from '../base/fleet-spec.ts'
import type { Passwords } from '../operator/passwords.ts'
import type { RootFile } from '../rootfs/rootfs-files.ts'
import { containersOf, type KollaContainer } from './containers.ts'

/** What the files below /etc/kolla on a node are made from. */
export interface ServiceSecrets {
  readonly passwords: Passwords
  /** bcrypt of prometheus_password. */
  readonly prometheusHash: string
}

export interface NodeContext extends ServiceSecrets {
  readonly node: LabNode
  /** Every node of the lab; Kolla's own Prometheus scrapes them all. */
  readonly nodes: readonly LabNode[]
}

/** Pure: all that kolla-ansible would have written below /etc/kolla on this node. */
export function serviceFiles(context: NodeContext): RootFile[] {
  return containersOf(context.node).flatMap((container) => [
    kollaFile(container.service, 'config.json', configJson(container)),
    ...container.files.map(({ name }) => kollaFile(container.service, name, contentOf(name, context))),
  ])
}

/** Pure: what kolla_start reads. One key a line, as Kolla writes it. */
export function configJson(container: KollaContainer): string {
  const files = container.files.map(({ name, destination, owner }) => ({
    source: `/var/lib/kolla/config_files/${name}`,
    dest: destination,
    owner,
    perm: '0600',
  }))
  return `${JSON.stringify({ command: container.command, config_files: files }, null, 4)}\n`
}

function kollaFile(service: string, name: string, content: string): RootFile {
  return { path: `etc/kolla/${service}/${name}`, content, mode: 0o660 }
}

function contentOf(name: string, context: NodeContext): string {
  const content = CONTENTS[name]
  if (content === undefined) throw new Error(`nothing says what ${name} holds`)
  return content(context)
}

const CONTENTS: Readonly<Record<string, (context: NodeContext) => string>> = {
  'users.sql': usersSql,
  'my.cnf': myCnf,
  'clouds.yml': cloudsYml,
  'blackbox.yml': blackboxYml,
  'prometheus.yml': prometheusYml,
  'web.yml': webYml,
}

function usersSql({ passwords }: NodeContext): string {
  const password = passwords.prometheus_mysql_exporter_database_password
  return `CREATE USER IF NOT EXISTS 'prometheus'@'%' IDENTIFIED BY '${password}';
GRANT PROCESS, REPLICATION CLIENT, SLAVE MONITOR, SELECT ON *.* TO 'prometheus'@'%';
`
}

function myCnf({ node, passwords }: NodeContext): string {
  const password = passwords.prometheus_mysql_exporter_database_password
  return `[client]\nhost=${node.address}\nport=3306\nuser=prometheus\npassword=${password}\n`
}

function cloudsYml({ node }: NodeContext): string {
  return `clouds:
  default:
    region_name: RegionOne
    identity_api_version: 3
    auth:
      auth_url: http://${node.address}:5000
`
}

/** The modules that Kolla's own probes name. */
function blackboxYml({ passwords }: NodeContext): string {
  return `modules:
  http_2xx:
    prober: http
    timeout: 5s
  os_endpoint:
    prober: http
    timeout: 5s
    http:
      valid_status_codes: [200, 300]
      fail_if_body_not_matches_regexp: [versions]
  http_2xx_prometheus:
    prober: http
    timeout: 5s
    http:
      basic_auth: { username: admin, password: ${JSON.stringify(passwords.prometheus_password)} }
  tcp_connect:
    prober: tcp
    timeout: 5s
`
}

function prometheusYml({ nodes }: NodeContext): string {
  return `global:
  scrape_interval: 30s
scrape_configs:
  - job_name: node
    static_configs:
      - targets: ${targets(nodes, 9100)}
  - job_name: cadvisor
    static_configs:
      - targets: ${targets(nodes, 18080)}
`
}

function targets(nodes: readonly LabNode[], port: number): string {
  return JSON.stringify(nodes.map((node) => `${node.address}:${port}`))
}

function webYml({ prometheusHash }: NodeContext): string {
  return `basic_auth_users:\n  admin: ${JSON.stringify(prometheusHash)}\n`
}
