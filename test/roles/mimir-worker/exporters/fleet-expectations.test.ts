import { describe, expect, it } from 'vitest'
import { fleetExpectations } from '../../../../roles/mimir-worker/exporters/fleet-expectations.ts'
import { inPlace } from '../../../../src/manifest/problems/manifest-problem.ts'
import type { WorkerSpec } from '../../../../src/manifest/settings.ts'
import { type SmallCloud, smallCloud } from '../small-cloud.ts'

const NOTHING: WorkerSpec = { labels: {}, exporters: {} }
const HOSTS = { control: ['ctl1'], network: ['ctl1'], monitoring: ['mon1', 'mon2'], compute: ['cmp1'] }

function expected(changes: Partial<SmallCloud> = {}, wishes: WorkerSpec = NOTHING, names?: string[]) {
  const { cloud } = smallCloud({ release: '2025.1', hosts: HOSTS, ...changes })
  const { problems, ...fleet } = fleetExpectations(
    names ?? cloud.nodes.map(({ name }) => name),
    cloud,
    wishes,
  )
  const at = { file: 'inventory.yml', line: 1, column: 1 }
  return { ...fleet, problems: problems.map((one) => inPlace(one, () => at)) }
}

/** Exporter → `scheme port interval timeout` of one node. */
function exportersOf(node: string, changes: Partial<SmallCloud> = {}, wishes: WorkerSpec = NOTHING) {
  const { expectations, problems } = expected(changes, wishes)
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
  const found = expectations.find((one) => one.node === node)?.exporters ?? []
  return Object.fromEntries(
    found.map(({ exporter, scheme, port, interval, timeout }) => [
      exporter.name,
      [scheme, port, interval, timeout].filter((one) => one !== undefined).join(' '),
    ]),
  )
}

describe('what is expected of a node', () => {
  it('is what group, flag and enable_prometheus say, with the ports of the release', () => {
    expect(exportersOf('cmp1')).toEqual({
      node_exporter: 'http 9100 30s',
      cadvisor: 'http 18080 60s',
      libvirt_exporter: 'http 9177 60s',
      fluentd: 'http 24231 60s',
    })
    expect(exportersOf('ctl1')).toEqual({
      node_exporter: 'http 9100 30s',
      cadvisor: 'http 18080 60s',
      mysqld_exporter: 'http 9104 30s',
      memcached_exporter: 'http 9150 30s',
      haproxy: 'http 9101 30s',
      rabbitmq: 'http 15692 30s',
      fluentd: 'http 24231 60s',
      proxysql: 'http 6070 30s',
    })
    expect(exportersOf('mon1')).toEqual({
      node_exporter: 'http 9100 30s',
      cadvisor: 'http 18080 60s',
      openstack_exporter: 'http 9198 60s 45s',
      blackbox_exporter: 'http 9115 30s',
      blackbox_probes: 'http 9115 30s',
      alertmanager: 'http 9093 60s',
      fluentd: 'http 24231 60s',
    })
  })

  it('grows with the release', () => {
    expect(exportersOf('ctl1', { release: '2024.1' })).not.toHaveProperty('proxysql')
    const globals = 'enable_valkey: "yes"'
    expect(exportersOf('ctl1', { release: '2025.2', globals })).not.toHaveProperty('valkey_exporter')
    expect(exportersOf('ctl1', { release: '2026.1', globals })).toHaveProperty(
      'valkey_exporter',
      'http 9121 30s',
    )
    expect(exportersOf('cmp1', { release: '2026.1' })).toHaveProperty('network_exporter', 'http 1981 60s')
  })

  it('follows the flags, ports and timeouts of globals.yml', () => {
    const globals = [
      'enable_etcd: yes',
      'kolla_enable_tls_backend: "yes"',
      'prometheus_node_exporter_port: 19100',
      'enable_ironic: "yes"',
      'enable_fluentd: "no"',
      'prometheus_openstack_exporter_timeout: 55s',
    ].join('\n')
    expect(exportersOf('ctl1', { globals })).toMatchObject({
      node_exporter: 'http 19100 30s',
      etcd: 'https 2379 30s',
      ironic_prometheus_exporter: 'http 9608 60s',
    })
    expect(exportersOf('ctl1', { globals })).not.toHaveProperty('fluentd')
    expect(exportersOf('mon1', { globals })).toHaveProperty('openstack_exporter', 'http 9198 60s 55s')
  })

  it("does not have Kolla's own Prometheus unless it is asked for, and then with its password", () => {
    const wishes = { ...NOTHING, exporters: { prometheus_server: { enabled: true } } }
    const { expectations } = expected({}, wishes)
    const server = expectations
      .find(({ node }) => node === 'mon1')
      ?.exporters.find(({ exporter }) => exporter.name === 'prometheus_server')
    expect(server).toMatchObject({ port: 9091, scheme: 'http' })
    expect(server?.password?.reveal()).toBe('pr0m')
    expect(exportersOf('mon1')).not.toHaveProperty('prometheus_server')
  })

  it("has probes and Ceph's endpoints where lists name them", () => {
    const globals = [
      'prometheus_blackbox_exporter_endpoints: ["a:http_2xx:http://a", "a:http_2xx:http://a"]',
      'enable_prometheus_ceph_mgr_exporter: "yes"',
      'prometheus_ceph_mgr_exporter_endpoints: ["10.0.0.31:9283"]',
    ].join('\n')
    const { expectations, candidates } = expected({ globals })
    const lists = expectations
      .find(({ node }) => node === 'mon2')
      ?.exporters.flatMap(({ exporter, endpoints }) => (endpoints ? [[exporter.name, endpoints]] : []))
    expect(lists).toEqual([
      ['blackbox_probes', ['a:http_2xx:http://a']],
      ['ceph_mgr_exporter', ['10.0.0.31:9283']],
    ])
    expect(candidates.get('ceph_mgr_exporter')).toEqual(['mon1', 'mon2'])
  })
})

describe('what the release decides', () => {
  it("is HAProxy's exporter: a container of its own up to 2023.2", () => {
    const haproxy = (release: string, node: string) =>
      expected({ release, hosts: { control: ['ctl1'], network: ['net1'] } })
        .expectations.find((one) => one.node === node)
        ?.exporters.find(({ exporter }) => exporter.name === 'haproxy')?.exporter
    expect(haproxy('2023.2', 'net1')).toMatchObject({
      group: 'prometheus-haproxy-exporter',
      container: 'prometheus_haproxy_exporter',
      sentinel: 'haproxy_up',
    })
    expect(haproxy('2024.1', 'net1')).toMatchObject({ group: 'loadbalancer', container: 'haproxy' })
  })

  it("is whether ironic's exporter has TLS", () => {
    const globals = 'enable_ironic: "yes"\nkolla_enable_tls_backend: "yes"'
    const name = 'ironic_prometheus_exporter'
    expect(exportersOf('ctl1', { release: '2025.2', globals })).toHaveProperty(name, 'http 9608 60s')
    expect(exportersOf('ctl1', { release: '2026.1', globals })).toHaveProperty(name, 'https 9608 60s')
  })
})

describe('intervals in globals.yml', () => {
  it('count, those of an exporter before that of all', () => {
    const globals = 'prometheus_scrape_interval: 2m\nprometheus_libvirt_exporter_interval: 5m'
    expect(exportersOf('cmp1', { globals })).toMatchObject({
      node_exporter: 'http 9100 2m',
      libvirt_exporter: 'http 9177 5m',
    })
    expect(exportersOf('mon1', { globals })).toMatchObject({ openstack_exporter: 'http 9198 2m 45s' })
  })

  it('that are none are not taken over, which is said', () => {
    const { problems } = expected({ globals: 'prometheus_scrape_interval: 60' })
    expect(problems).toMatchObject([
      {
        severity: 'warning',
        path: 'prometheus_scrape_interval',
        message: 'expected a duration such as 60s, found 60; it is not taken over',
      },
    ])
  })
})

describe('the targets that Kolla scrapes beside its own', () => {
  it('are scraped by one worker, with their labels', () => {
    const globals =
      'prometheus_node_exporter_targets_extra: [{target: "192.0.2.31:9100", labels: {instance: nas1, rack: 7, node: x}}, {target: "192.0.2.32:9100"}]'
    const { expectations, candidates } = expected({ globals })
    const extra = expectations
      .find(({ node }) => node === 'mon1')
      ?.exporters.find(({ exporter }) => exporter.name === 'node_exporter_targets')
    expect(extra).toMatchObject({
      endpoints: ['192.0.2.31:9100', '192.0.2.32:9100'],
      endpointLabels: { '192.0.2.31:9100': { instance: 'nas1', rack: '7' } },
    })
    expect(candidates.get('node_exporter_targets')).toEqual(['mon1', 'mon2'])
    expect(exportersOf('mon1', { globals, release: '2024.1' })).not.toHaveProperty('node_exporter_targets')
  })
})

describe('the candidates for what is scraped once per cloud', () => {
  it('are those of the whole cloud, also those that this run does not touch', () => {
    const { candidates, expectations } = expected({}, NOTHING, ['mon2', 'cmp1'])
    expect(expectations.map(({ node }) => node)).toEqual(['mon2', 'cmp1'])
    expect(candidates.get('openstack_exporter')).toEqual(['mon1', 'mon2'])
  })
})

describe('what is wrong', () => {
  it('is said once where Kolla has deployed no exporters at all', () => {
    const { problems } = expected({ globals: 'enable_prometheus: "no"' })
    expect(problems.map(({ severity, path, message }) => ({ severity, path, message }))).toEqual([
      {
        severity: 'error',
        path: 'enable_prometheus',
        message:
          'there is nothing to scrape: enable_prometheus is no (/etc/kolla/globals.yml:3:20), so Kolla has deployed no exporters',
      },
    ])
    expect(problems[0]?.remedy).toBe(
      'write enable_prometheus: "yes", enable_prometheus_server: "no" and enable_prometheus_alertmanager: "no" in /etc/kolla/globals.yml, then: kolla-ansible deploy -i multinode --tags prometheus (loadbalancer, rabbitmq and common, too, for the metrics of HAProxy, RabbitMQ and Fluentd)',
    )
  })

  it('is an error, too, where exporters are on and no node has one', () => {
    const globals = ['node_exporter', 'cadvisor', 'libvirt_exporter', 'fluentd_integration']
      .map((name) => `enable_prometheus_${name}: "no"`)
      .join('\n')
    const { problems } = expected({ globals, hosts: { compute: ['cmp1'] } })
    expect(problems).toMatchObject([
      {
        severity: 'error',
        message: 'there is nothing to scrape: no node is in the group of an exporter that is on',
      },
    ])
    const limited = expected({ globals, hosts: { compute: ['cmp1'], control: ['ctl1'] } }, NOTHING, ['cmp1'])
    expect(limited.problems).toMatchObject([{ severity: 'warning' }])
  })

  it('is an exporter of which the release decides, where that is not known', () => {
    const { unclear, problems } = expected({ release: undefined })
    expect(unclear).toEqual([
      'elasticsearch_exporter',
      'ironic_prometheus_exporter',
      'proxysql',
      'valkey_exporter',
      'network_exporter',
      'blackbox_probes',
      'node_exporter_targets',
    ])
    expect(problems).toMatchObject([{ severity: 'error', path: 'kolla.release' }])
  })

  it('is a warning where only some nodes have none', () => {
    const off = {
      fluentd: { enabled: false },
      cadvisor: { enabled: false },
      node_exporter: { enabled: false },
    }
    const { problems } = expected(
      { globals: 'enable_prometheus_libvirt_exporter: "no"' },
      { ...NOTHING, exporters: off },
    )
    expect(problems).toMatchObject([
      { severity: 'warning', message: expect.stringMatching(/^cmp1 have no exporter/u) as unknown },
    ])
  })

  it('is a port that is none, named once for all nodes', () => {
    const { problems } = expected({ globals: 'prometheus_cadvisor_port: high' })
    expect(problems).toMatchObject([{ path: 'prometheus_cadvisor_port', severity: 'error' }])
  })

  it('is a timeout longer than the interval of the class, and a filter that drops the proof of arrival', () => {
    const exporters = {
      node_exporter: { scrapeTimeout: '40s' },
      cadvisor: { drop: ['(?i)x', '.+'] },
      libvirt_exporter: { throughVip: true },
    }
    const { problems } = expected({}, { ...NOTHING, exporters })
    expect(problems.map(({ severity, path }) => `${severity} ${path}`)).toEqual([
      'error worker.exporters.node_exporter.scrape_timeout',
      'error worker.exporters.cadvisor.drop[1]',
      'error worker.exporters.libvirt_exporter.through_vip',
    ])
  })

  it('is a list of probes that is none', () => {
    const { problems } = expected({ globals: 'prometheus_blackbox_exporter_endpoints: [3]' })
    expect(problems).toMatchObject([{ path: 'prometheus_blackbox_exporter_endpoints', severity: 'error' }])
  })
})
