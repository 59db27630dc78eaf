import { describe, expect, it } from 'vitest'
import { timingOf } from '../../../../roles/mimir-worker/exporters/intervals.ts'
import { EXPORTERS } from '../../../../src/kolla/releases/exporters.ts'

function timing(
  name: string,
  taking: { scrapeInterval?: string; scrapeTimeout?: string } = {},
  general?: string,
  { timeout, interval }: { timeout?: string; interval?: string } = {},
) {
  const exporter = EXPORTERS.find((one) => one.name === name)
  if (exporter === undefined) throw new Error(`there is no ${name}`)
  return timingOf(exporter, taking, general === undefined ? {} : { scrapeInterval: general }, {
    timeout,
    interval,
  })
}

describe('the interval of an exporter', () => {
  it.each([
    ['of its class by default', {}, undefined, 'cadvisor', '60s'],
    ['of the manifest for all', {}, '15s', 'cadvisor', '15s'],
    ['of its own before that', { scrapeInterval: '5m' }, '15s', 'cadvisor', '5m'],
    ['of its class where it is slow, whatever suits the others', {}, '15s', 'openstack_exporter', '60s'],
    ['of its own also where it is slow', { scrapeInterval: '2m' }, '15s', 'openstack_exporter', '2m'],
  ] as const)('is that %s', (...row) => {
    const [, taking, general, name, interval] = row
    expect(timing(name, taking, general).interval).toBe(interval)
  })
})

describe("the interval that the operator wrote in Kolla's files", () => {
  it.each([
    ['counts before the class', {}, undefined, 'cadvisor', '2m'],
    ['counts also where the exporter is slow', {}, '15s', 'openstack_exporter', '2m'],
    ['gives way to that of the manifest for all', {}, '15s', 'cadvisor', '15s'],
    [
      'gives way to that of the manifest for the exporter',
      { scrapeInterval: '5m' },
      undefined,
      'cadvisor',
      '5m',
    ],
  ] as const)('%s', (...row) => {
    const [, taking, general, name, interval] = row
    expect(timing(name, taking, general, { interval: '2m' }).interval).toBe(interval)
  })
})

describe('the timeout of an exporter', () => {
  it("is Prometheus's own for most, and longer for a slow one", () => {
    expect(timing('node_exporter')).toEqual({ interval: '30s' })
    expect(timing('openstack_exporter')).toEqual({ interval: '60s', timeout: '45s' })
  })

  it("follows Kolla's, and stretches the interval where that is too short for it", () => {
    expect(timing('openstack_exporter', {}, undefined, { timeout: '50s' })).toEqual({
      interval: '60s',
      timeout: '50s',
    })
    expect(timing('openstack_exporter', {}, undefined, { timeout: '2m' })).toEqual({
      interval: '2m',
      timeout: '2m',
    })
  })

  it('gives way to an interval that somebody asked for', () => {
    expect(timing('openstack_exporter', { scrapeInterval: '30s' })).toEqual({
      interval: '30s',
      timeout: '30s',
    })
  })

  it("is the operator's before all others, and left for the rules to judge", () => {
    expect(timing('node_exporter', { scrapeTimeout: '20s' })).toEqual({ interval: '30s', timeout: '20s' })
    expect(timing('node_exporter', { scrapeTimeout: '40s' })).toEqual({ interval: '30s', timeout: '40s' })
  })
})
