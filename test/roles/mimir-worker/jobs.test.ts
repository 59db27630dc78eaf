import { describe, expect, it } from 'vitest'
import { EXPORTERS, type Exporter } from '../../../roles/mimir-worker/exporters.ts'
import {
  apiAddress,
  type Expectation,
  type ExpectedExporter,
  elect,
  jobsOf,
} from '../../../roles/mimir-worker/jobs.ts'
import { facts, SETTINGS } from './sample.ts'

function exporter(name: string): Exporter {
  const found = EXPORTERS.find((one) => one.name === name)
  if (found === undefined) throw new Error(`there is no ${name}`)
  return found
}

const expected = (name: string, changes: Partial<ExpectedExporter> = {}): ExpectedExporter => ({
  exporter: exporter(name),
  port: 9100,
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
  const jobs = (exporters: ExpectedExporter[], address = '10.0.0.12', settings = SETTINGS) =>
    jobsOf(expectation({ exporters }), address, settings, new Map([['openstack_exporter', 'ctl1']]))

  it('are itself first, then each exporter at the API address', () => {
    expect(jobs([expected('node_exporter')])).toEqual([
      {
        name: 'prometheus-worker',
        exporter: 'self',
        target: '127.0.0.1:9091',
        interval: '30s',
        witness: 'process_start_time_seconds',
      },
      {
        name: 'openstack-node-exporter',
        exporter: 'node_exporter',
        target: '10.0.0.12:9100',
        interval: '30s',
        witness: 'node_uname_info',
      },
    ])
  })

  it('write an IPv6 address in brackets', () => {
    expect(jobs([expected('node_exporter')], '2001:db8::12')[1]?.target).toBe('[2001:db8::12]:9100')
    expect(jobs([], '', { ...SETTINGS, listen: { host: '::1', port: 9091 } })[0]?.target).toBe('[::1]:9091')
  })

  it.each([
    ['of its class by default', {}, undefined, 'cadvisor', '60s'],
    ['of the manifest for all', {}, '15s', 'cadvisor', '15s'],
    ['of its own before that', { interval: '5m' }, '15s', 'cadvisor', '5m'],
    ['of its class where it is slow, whatever suits the others', {}, '15s', 'openstack_exporter', '60s'],
    ['of its own also where it is slow', { interval: '2m' }, '15s', 'openstack_exporter', '2m'],
  ] as const)('are scraped at an interval %s', (...row) => {
    const [, changes, scrapeInterval, name, interval] = row
    const settings = scrapeInterval === undefined ? SETTINGS : { ...SETTINGS, scrapeInterval }
    expect(jobs([expected(name, changes)], '10.0.0.12', settings)[1]?.interval).toBe(interval)
  })

  it('keep the timeout and labels of an exporter that needs them, or the timeout that was written', () => {
    expect(jobs([expected('openstack_exporter')])[1]).toMatchObject({ timeout: '45s', honorLabels: true })
    expect(jobs([expected('openstack_exporter', { timeout: '20s' })])[1]).toMatchObject({ timeout: '20s' })
    expect(jobs([expected('node_exporter')])[1]).not.toHaveProperty('timeout')
    expect(jobs([expected('node_exporter')])[1]).not.toHaveProperty('honorLabels')
  })

  it('leave what tells of the whole cloud to the node that was elected for it', () => {
    const exporters = [expected('openstack_exporter'), expected('node_exporter')]
    const of = (node: string) =>
      jobsOf(
        expectation({ node, exporters }),
        '10.0.0.12',
        SETTINGS,
        new Map([['openstack_exporter', 'ctl1']]),
      ).map(({ name }) => name)
    expect(of('ctl1')).toEqual(['prometheus-worker', 'openstack-exporter', 'openstack-node-exporter'])
    expect(of('ctl2')).toEqual(['prometheus-worker', 'openstack-node-exporter'])
  })
})

describe('the election for what is scraped once per cloud', () => {
  const cloud = [expected('openstack_exporter')]
  const nodes = [
    expectation({ node: 'cmp1' }),
    expectation({ node: 'ctl1', exporters: cloud }),
    expectation({ node: 'ctl2', exporters: cloud }),
  ]

  it('goes to the first node of the inventory that runs it and could be reached', () => {
    expect(elect(nodes, new Set(['cmp1', 'ctl2', 'ctl1']))).toEqual(new Map([['openstack_exporter', 'ctl1']]))
    expect(elect(nodes, new Set(['cmp1', 'ctl2']))).toEqual(new Map([['openstack_exporter', 'ctl2']]))
  })

  it('elects nobody where nobody runs it or nobody could be reached, and nobody for what is on every node', () => {
    expect(elect(nodes, new Set(['cmp1']))).toEqual(new Map())
    expect(elect([expectation({ exporters: [expected('node_exporter')] })], new Set(['ctl1']))).toEqual(
      new Map(),
    )
  })
})

describe('the table of exporters', () => {
  it('names each exporter, job and witness metric once, so that no two prove each other', () => {
    for (const key of ['name', 'job', 'witness'] as const) {
      expect(new Set(EXPORTERS.map((one) => one[key])).size).toBe(EXPORTERS.length)
    }
  })
})
