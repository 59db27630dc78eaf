import { describe, expect, it } from 'vitest'
import {
  type Expectation,
  type ExpectedExporter,
  jobsOf,
} from '../../../../roles/mimir-worker/exporters/jobs.ts'
import { apiAddress } from '../../../../roles/mimir-worker/plan/api-address.ts'
import { knownKeys } from '../../../../src/kolla/releases/defaults.ts'
import type { Exporter } from '../../../../src/kolla/releases/exporter.ts'
import { EXPORTERS } from '../../../../src/kolla/releases/exporters.ts'
import { Secret } from '../../../../src/values/secret.ts'
import { facts, SETTINGS } from '../sample.ts'

function exporter(name: string): Exporter {
  const found = EXPORTERS.find((one) => one.name === name)
  if (found === undefined) throw new Error(`there is no ${name}`)
  return found
}

const expected = (name: string, changes: Partial<ExpectedExporter> = {}): ExpectedExporter => ({
  exporter: exporter(name),
  port: 9100,
  scheme: 'http',
  interval: '30s',
  ...changes,
})

const expectation = (changes: Partial<Expectation> = {}): Expectation => ({
  node: 'ctl1',
  apiInterface: 'bond0',
  address: undefined,
  family: 'ipv4',
  exporters: [],
  ...changes,
})

describe('the address of the exporters', () => {
  const both = facts({ addresses: ['2001:db8::12', '10.0.0.12', '10.0.0.254'] })

  it('is what the operator wrote, whatever the interface has', () => {
    expect(apiAddress(expectation({ address: '192.0.2.1' }), both)).toEqual({ ok: true, value: '192.0.2.1' })
  })

  it('is else the first of the interface in the family that Kolla uses', () => {
    expect(apiAddress(expectation(), both)).toEqual({ ok: true, value: '10.0.0.12' })
    expect(apiAddress(expectation({ family: 'ipv6' }), both)).toEqual({ ok: true, value: '2001:db8::12' })
  })

  it.each([
    ['there is none of that family', facts({ addresses: ['10.0.0.12'] }), ['10.0.0.12']],
    ['the interface has none', facts({ addresses: [] }), []],
    [
      'there is no such interface',
      facts({ addresses: undefined, interfaces: ['lo', 'eth0'] }),
      ['lo', 'eth0'],
    ],
  ])('is a failure where %s, with what was found instead', (_case, seen, found) => {
    expect(apiAddress(expectation({ family: 'ipv6' }), seen)).toEqual({
      ok: false,
      failure: { reason: 'no-api-address', interface: 'bond0', found },
    })
  })
})

describe('the jobs of a worker', () => {
  const jobs = (exporters: ExpectedExporter[], host = '10.0.0.12', settings = SETTINGS) =>
    jobsOf(
      exporters.map((one) => ({ expected: one, at: { host, port: one.port } })),
      settings,
    )

  it('are itself first, then each exporter at its address', () => {
    expect(jobs([expected('node_exporter')])).toEqual([
      {
        name: 'prometheus-worker',
        exporter: 'self',
        target: '127.0.0.1:9091',
        url: 'http://127.0.0.1:9091/metrics',
        scheme: 'http',
        path: '/metrics',
        interval: '30s',
        sentinel: 'process_start_time_seconds',
      },
      {
        name: 'openstack-node-exporter',
        exporter: 'node_exporter',
        target: '10.0.0.12:9100',
        url: 'http://10.0.0.12:9100/metrics',
        scheme: 'http',
        path: '/metrics',
        interval: '30s',
        sentinel: 'node_uname_info',
      },
    ])
  })

  it("have Kolla's names where the dashboards want those", () => {
    const names = jobs([expected('node_exporter')], '10.0.0.12', { ...SETTINGS, jobNames: 'kolla' })
    expect(names.map(({ name }) => name)).toEqual(['prometheus-worker', 'node'])
  })

  it('write an IPv6 address in brackets', () => {
    expect(jobs([expected('node_exporter')], '2001:db8::12')[1]).toMatchObject({
      target: '[2001:db8::12]:9100',
      url: 'http://[2001:db8::12]:9100/metrics',
    })
    expect(jobs([], '', { ...SETTINGS, listen: { host: '::1', port: 9091 } })[0]?.target).toBe('[::1]:9091')
  })

  it('take scheme, timing and password of the exporter over', () => {
    const password = new Secret('p4ss')
    const one = expected('prometheus_server', { scheme: 'https', interval: '60s', timeout: '20s', password })
    expect(jobs([one])[1]).toMatchObject({
      url: 'https://10.0.0.12:9100/metrics',
      interval: '60s',
      timeout: '20s',
      login: { username: 'admin', password },
    })
  })

  it('probe each entry of the list through the blackbox exporter, as one job', () => {
    const endpoints = [
      'keystone:os_endpoint:https://vip.example:5000/v3?a=b c',
      'rabbitmq_ctl1:tcp_connect:10.0.0.12:5672',
      'keystone:os_endpoint:https://vip.example:5000/v3?a=b c',
      'no probe',
    ]
    expect(
      jobs([expected('blackbox_probes', { port: 9115, endpoints: endpoints.slice(1) })]).slice(1),
    ).toEqual([
      expect.objectContaining({
        name: 'openstack-blackbox-probes',
        target: '10.0.0.12:9115',
        instance: '10.0.0.12:5672',
        honorLabels: true,
        url: 'http://10.0.0.12:9115/probe?module=tcp_connect&target=10.0.0.12%3A5672',
        labels: {
          service: 'rabbitmq_ctl1',
          module: 'tcp_connect',
          __param_module: 'tcp_connect',
          __param_target: '10.0.0.12:5672',
        },
      }),
    ])
  })

  it('scrape each endpoint of a list under its own instance', () => {
    const endpoints = ['10.0.0.31:9283', '[2001:db8::31]:9283']
    expect(jobs([expected('ceph_mgr_exporter', { port: 0, endpoints })]).slice(1)).toMatchObject([
      { target: '10.0.0.31:9283', instance: '10.0.0.31:9283', url: 'http://10.0.0.31:9283/metrics' },
      { target: '[2001:db8::31]:9283', url: 'http://[2001:db8::31]:9283/metrics' },
    ])
  })
})

describe('the table of exporters', () => {
  it('names each exporter and job once, so that no two prove each other', () => {
    for (const key of ['name', 'job', 'kollaJob'] as const) {
      expect(new Set(EXPORTERS.map((one) => one[key])).size).toBe(EXPORTERS.length)
    }
  })

  it('asks only for variables whose defaults are known', () => {
    const known = new Set(knownKeys())
    const asked = EXPORTERS.flatMap((one) => [
      one.enabledBy,
      one.portVariable ?? [],
      one.tlsVariable ?? [],
      one.timeoutVariable ?? [],
    ]).flat()
    expect(asked.filter((key) => !known.has(key))).toEqual([])
  })
})
