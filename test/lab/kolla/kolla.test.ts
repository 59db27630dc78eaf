import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { DEFAULT_SHAPE, fleetOf, type LabNode } from '../base/fleet-spec.ts'
import { newPasswords } from '../operator/passwords.ts'
import { containersOf } from './containers.ts'
import { configJson, serviceFiles } from './service-files.ts'
import { runArguments, startScript } from './start-script.ts'

const nodes = fleetOf(DEFAULT_SHAPE, 0)
const [control, compute] = nodes
if (!control || !compute) throw new Error('the default fleet has three nodes')

function portsOf(node: LabNode): Record<string, readonly number[]> {
  return Object.fromEntries(containersOf(node).map(({ name, ports }) => [name, ports]))
}

describe("Kolla's containers on a node", () => {
  it('are node_exporter and cAdvisor on a compute node', () => {
    expect(portsOf(compute)).toEqual({ prometheus_node_exporter: [9100], prometheus_cadvisor: [18080] })
  })

  it('are those and the services and exporters of a controller on a control node', () => {
    expect(portsOf(control)).toEqual({
      prometheus_node_exporter: [9100],
      prometheus_cadvisor: [18080],
      mariadb: [3306],
      prometheus_mysqld_exporter: [9104],
      memcached: [11211],
      prometheus_memcached_exporter: [9150],
      prometheus_openstack_exporter: [9198],
      prometheus_blackbox_exporter: [9115],
      prometheus_server: [9091],
    })
  })

  it('listen on the API address and nowhere else', () => {
    for (const { command } of containersOf(control)) {
      expect(command).toContain(control.address)
      expect(command).not.toMatch(/0\.0\.0\.0|localhost|127\.0\.0\.1/)
    }
  })

  it('are started as Kolla starts them', () => {
    const [exporter] = containersOf(compute)
    expect(exporter && runArguments(exporter)).toEqual([
      'prometheus_node_exporter',
      '--network=host',
      '--restart=unless-stopped',
      '--label=kolla_version=20.0.0',
      '--env=KOLLA_CONFIG_STRATEGY=COPY_ALWAYS',
      '--env=KOLLA_SERVICE_NAME=prometheus-node-exporter',
      '--volume=/etc/kolla/prometheus-node-exporter/:/var/lib/kolla/config_files/:ro',
      '--volume=kolla_logs:/var/log/kolla/',
      '--volume=/proc:/host/proc:ro',
      '--volume=/sys:/host/sys:ro',
      '--volume=/:/host:ro,rslave',
      '--pid=host',
      'quay.io/openstack.kolla/prometheus-node-exporter:2025.1-debian-bookworm',
    ])
  })

  it('are all in the script that stands in for their systemd units', () => {
    const script = startScript(containersOf(control))
    expect([...script.matchAll(/^up (\S+) .*$/gm)].map((found) => found[1])).toEqual(
      containersOf(control).map(({ name }) => name),
    )
  })
})

describe('the files below /etc/kolla', () => {
  const secrets = { passwords: newPasswords(), prometheusHash: '$2b$08$hash' }
  const files = Object.fromEntries(
    serviceFiles({ ...secrets, node: control, nodes }).map((file) => [file.path, file.content]),
  )

  it('have a config.json for each container, with its files and one key a line', () => {
    const server = containersOf(control).find(({ name }) => name === 'prometheus_server')
    const text = server ? configJson(server) : ''
    expect(JSON.parse(text)).toEqual({
      command: server?.command,
      config_files: ['prometheus.yml', 'web.yml'].map((name) => ({
        source: `/var/lib/kolla/config_files/${name}`,
        dest: `/etc/prometheus/${name}`,
        owner: 'prometheus',
        perm: '0600',
      })),
    })
    expect(text).toMatch(/^ {4}"command": "[^\n]*",$/m)
  })

  it('have every file that a config.json names', () => {
    for (const { service, files: named } of containersOf(control)) {
      for (const { name } of named) expect(files).toHaveProperty([`etc/kolla/${service}/${name}`])
    }
  })

  it('open prometheus_server to admin alone, by the hash', () => {
    expect(parse(files['etc/kolla/prometheus-server/web.yml'] ?? '')).toEqual({
      basic_auth_users: { admin: '$2b$08$hash' },
    })
  })

  it('give the database user of the exporter and the exporter the same password', () => {
    const password = secrets.passwords.prometheus_mysql_exporter_database_password
    expect(files['etc/kolla/mariadb/users.sql']).toContain(`IDENTIFIED BY '${password}'`)
    expect(files['etc/kolla/prometheus-mysqld-exporter/my.cnf']).toContain(`password=${password}\n`)
  })

  it("let Kolla's Prometheus scrape every node", () => {
    expect(parse(files['etc/kolla/prometheus-server/prometheus.yml'] ?? '')).toMatchObject({
      scrape_configs: [
        { job_name: 'node', static_configs: [{ targets: nodes.map(({ address }) => `${address}:9100`) }] },
        { job_name: 'cadvisor' },
      ],
    })
  })
})
