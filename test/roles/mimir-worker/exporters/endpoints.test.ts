import { describe, expect, it } from 'vitest'
import { endpointsOf } from '../../../../roles/mimir-worker/exporters/endpoints.ts'
import { DEFAULT_PROBES, HOST_PROBES } from '../../../../roles/mimir-worker/exporters/kolla-probes.ts'
import type { KollaProblem } from '../../../../roles/mimir-worker/exporters/kolla-problem.ts'
import { kollaDefault, roleDefault } from '../../../../src/kolla/releases/defaults.ts'
import { EXPORTERS } from '../../../../src/kolla/releases/exporters.ts'
import { isSince, RELEASES } from '../../../../src/kolla/releases/release.ts'
import { type SmallCloud, smallCloud } from '../small-cloud.ts'

const HOSTS = { control: ['ctl1', 'ctl2'], network: ['ctl1'], monitoring: ['mon1'] }
const PROBES = EXPORTERS.filter(({ name }) => name === 'blackbox_probes')

function read(changes: Partial<SmallCloud>): { endpoints: string[]; problems: KollaProblem[] } {
  const { cloud } = smallCloud({ release: '2025.1', hosts: HOSTS, ...changes })
  const problems: KollaProblem[] = []
  const endpoints = PROBES.flatMap((exporter) => endpointsOf(exporter, { cloud, node: 'mon1', problems }))
  return { endpoints, problems }
}

function probes(globals: string, changes: Partial<SmallCloud> = {}): string[] {
  const { endpoints, problems } = read({ globals, ...changes })
  expect(problems).toEqual([])
  return endpoints
}

const services = (globals: string, release: string): string[] =>
  probes(globals, { release }).map((text) => text.split(':')[0] ?? '')

describe("Kolla's own probes", () => {
  it('are those of the core of OpenStack and of monitoring, at the one address that the cloud has', () => {
    expect(probes('')).toEqual([
      'glance:os_endpoint:http://10.0.0.254:9292',
      'heat:os_endpoint:http://10.0.0.254:8004',
      'heat_cfn:os_endpoint:http://10.0.0.254:8000',
      'horizon:http_2xx:http://10.0.0.254',
      'keystone:os_endpoint:http://10.0.0.254:5000',
      'neutron:os_endpoint:http://10.0.0.254:9696',
      'nova:os_endpoint:http://10.0.0.254:8774',
      'placement:os_endpoint:http://10.0.0.254:8780',
      'prometheus:http_2xx_prometheus:http://10.0.0.254:9091/-/healthy',
      'prometheus_alertmanager:http_2xx_alertmanager:http://10.0.0.254:9093',
    ])
  })

  const TWO = 'kolla_internal_vip_address: 10.0.0.254\nkolla_external_vip_address: 192.0.2.9\n'
  const ONLY = 'enable_openstack_core: "no"\nenable_prometheus_alertmanager: "no"\n'

  it('are both of each API where the cloud has an address for everybody and one inside', () => {
    const globals = `${TWO}${ONLY}enable_keystone: "yes"\nkolla_external_fqdn: cloud.example\nkolla_enable_tls_external: "yes"`
    expect(probes(globals)).toEqual([
      'keystone:os_endpoint:https://cloud.example:5000',
      'keystone_internal:os_endpoint:http://10.0.0.254:5000',
      'prometheus:http_2xx_prometheus:http://10.0.0.254:9091/-/healthy',
    ])
  })

  it.each([
    ['nova_external_fqdn: nova.example', 'nova:os_endpoint:http://nova.example:8774'],
    ['glance_api_port: 19292', 'glance:os_endpoint:http://10.0.0.254:19292'],
    ['keystone_public_url: https://id.example/v3', 'keystone:os_endpoint:https://id.example/v3'],
    ['kolla_internal_vip_address: 2001:db8::fe', 'keystone:os_endpoint:http://[2001:db8::fe]:5000'],
    [
      'haproxy_single_external_frontend: true\nkolla_enable_tls_external: true',
      'keystone:os_endpoint:https://10.0.0.254',
    ],
    [
      `${TWO}enable_prometheus_server_external: true`,
      'prometheus:http_2xx_prometheus:http://192.0.2.9:9091/-/healthy',
    ],
    ['enable_grafana: "yes"', 'grafana:http_2xx:http://10.0.0.254:3000'],
    [
      'enable_grafana: "yes"\nenable_grafana_external: "no"',
      'grafana_internal:http_2xx:http://10.0.0.254:3000',
    ],
    [
      'enable_central_logging: "yes"',
      'opensearch_dashboards:http_2xx_opensearch_dashboards:http://10.0.0.254:5601/api/status',
    ],
  ])('follow globals.yml: %s', (globals, probe) => {
    expect(probes(globals)).toContain(probe)
  })

  it('are not those of a Prometheus that is switched off', () => {
    expect(probes(`${ONLY}enable_prometheus_server: "no"`)).toEqual([])
  })

  it('are none before Kolla had them, and come and go with the release', () => {
    expect(probes('', { release: '2024.1' })).toEqual([])
    const all = 'enable_swift: "yes"\nenable_ironic: "yes"\nenable_venus: "yes"\nenable_zun: "yes"'
    const gone = ['swift', 'ironic_inspector', 'venus', 'zun']
    const there = (release: string) => gone.filter((service) => services(all, release).includes(service))
    expect(there('2024.2')).toEqual(gone)
    expect(there('2025.1')).toEqual(['ironic_inspector', 'venus', 'zun'])
    expect(there('2025.2')).toEqual(['zun'])
    expect(there('2026.1')).toEqual([])
  })

  it('are those of a host only where its API address was written down', () => {
    const files = { 'host_vars/ctl1.yml': 'api_interface_address: 10.0.0.11' }
    const globals = `${ONLY}enable_etcd: "yes"\nenable_valkey: "yes"\nkolla_enable_tls_backend: "yes"\nrabbitmq_enable_tls: "yes"`
    expect(probes(globals, { files })).toEqual([
      'etcd_ctl1:http_2xx:https://10.0.0.11:2379/metrics',
      'prometheus:http_2xx_prometheus:http://10.0.0.254:9091/-/healthy',
      'rabbitmq_ctl1:tls_connect:10.0.0.11:5671',
      'valkey_ctl1:tcp_connect:10.0.0.11:6379',
    ])
  })

  it('give way to a list of the operator, and take their additions', () => {
    const custom = 'prometheus_blackbox_exporter_endpoints_custom: ["a:icmp:10.0.0.1"]\n'
    expect(probes(`${ONLY}${custom}`)).toEqual([
      'a:icmp:10.0.0.1',
      'prometheus:http_2xx_prometheus:http://10.0.0.254:9091/-/healthy',
    ])
    expect(probes(`${custom}prometheus_blackbox_exporter_endpoints: ["b:icmp:10.0.0.2"]`)).toEqual([
      'b:icmp:10.0.0.2',
    ])
    const own = `${custom}prometheus_blackbox_exporter_endpoints_default:
  - { endpoints: ["c:icmp:{{ kolla_internal_fqdn }}"], enabled: "{{ enable_keystone | bool }}" }
  - { endpoints: ["d:icmp:10.0.0.4"], enabled: "{{ enable_trove | bool }}" }`
    expect(probes(own)).toEqual(['a:icmp:10.0.0.1', 'c:icmp:10.0.0.254'])
  })

  it('are left out with a warning where something about them cannot be said', () => {
    const { endpoints, problems } = read({ globals: "keystone_public_url: \"{{ lookup('env', 'URL') }}\"" })
    expect(endpoints.some((text) => text.startsWith('keystone:'))).toBe(false)
    expect(endpoints.some((text) => text.startsWith('nova:'))).toBe(true)
    expect(problems).toMatchObject([
      {
        severity: 'warning',
        path: 'keystone_public_url',
        at: { line: 3 },
        message: expect.stringMatching(/, so the probe of keystone is left out$/u) as unknown,
      },
    ])
    const lost = read({ globals: 'prometheus_blackbox_exporter_endpoints: "{{ nowhere }}"' })
    expect(lost.problems).toMatchObject([{ severity: 'error', at: { line: 3 } }])
    const bare = read({ globals: 'kolla_internal_vip_address: ""' })
    expect(bare.endpoints).toEqual([])
    expect(bare.problems).toMatchObject([{ severity: 'warning', path: 'kolla_internal_vip_address' }])
  })

  it('ask only for variables whose defaults are known in the releases that have them', () => {
    const unknown = RELEASES.filter((release) => isSince(release, '2024.2')).flatMap((release) => {
      const isThere = (probe: {
        readonly since?: (typeof RELEASES)[number]
        readonly until?: (typeof RELEASES)[number]
      }) => isSince(release, probe.since ?? release) && isSince(probe.until ?? release, release)
      const asked = [
        ...DEFAULT_PROBES.filter(isThere).flatMap(({ url, on, off = [] }) => [url, ...on, ...off]),
        ...HOST_PROBES.filter(isThere).flatMap(({ enabledBy, port }) => [enabledBy, port]),
      ]
      return asked
        .filter((key) => [kollaDefault, roleDefault].every((of) => typeof of(key, release) !== 'object'))
        .map((key) => `${release} ${key}`)
    })
    expect(unknown).toEqual([])
  })
})
