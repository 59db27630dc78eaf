import { describe, expect, it } from 'vitest'
import type { ExpectedExporter } from '../../../../roles/mimir-worker/exporters/jobs.ts'
import type { Listener } from '../../../../roles/mimir-worker/node/facts.ts'
import { locate } from '../../../../roles/mimir-worker/plan/target-location.ts'
import { EXPORTERS } from '../../../../src/kolla/releases/exporters.ts'
import { Secret } from '../../../../src/values/secret.ts'
import { facts } from '../sample.ts'

const API = '10.0.0.12'

function cadvisor(changes: Partial<ExpectedExporter> = {}): ExpectedExporter {
  const exporter = EXPORTERS.find(({ name }) => name === 'cadvisor')
  if (exporter === undefined) throw new Error('there is no cadvisor')
  return { exporter, port: 18_080, scheme: 'http', interval: '60s', ...changes }
}

const listening = (...found: readonly (readonly [string, number, (string | undefined)?])[]): Listener[] =>
  found.map(([host, port, container]) => ({ host, port, by: '', ...(container ? { container } : {}) }))

const located = (listeners: Listener[], containers?: ReadonlyMap<string, string>, address = API) =>
  locate(cadvisor(), address, facts({ listeners, containers }))

describe('an exporter', () => {
  it.each([
    [API, API],
    ['*', API],
    ['0.0.0.0', API],
    ['::', API],
    ['[::]', API],
    ['::', '2001:db8::12'],
    ['[::]', '2001:db8::12'],
    ['*', '2001:db8::12'],
  ])('that listens on %s is scraped at %s, and there is nothing to tell', (host, address) => {
    expect(located(listening([host, 18_080]), undefined, address)).toEqual({
      at: { host: address, port: 18_080 },
    })
  })

  it.each([
    ['127.0.0.1', 18_080, undefined, '127.0.0.1'],
    ['::1', 18_080, undefined, '[::1]'],
    ['10.0.9.12', 18_080, 'prometheus_cadvisor', '10.0.9.12'],
    [API, 8080, 'prometheus_cadvisor', API],
  ] as const)('that listens on %s:%i is scraped there, and it is told', (...row) => {
    const [host, port, container, shown] = row
    const containers = new Map([['prometheus_cadvisor', 'Up 3 hours']])
    expect(located(listening([host, port, container]), containers)).toEqual({
      at: { host, port },
      difference: {
        job: 'cadvisor',
        expected: '10.0.0.12:18080',
        found: `${shown}:${port}`,
        used: `${shown}:${port}`,
      },
    })
  })

  it('that listens on every IPv4 address is not reached at an IPv6 one', () => {
    expect(located(listening(['0.0.0.0', 18_080]), undefined, '2001:db8::12').difference).toBeDefined()
  })

  it('that moved to a port on all addresses is scraped there at the API address', () => {
    const containers = new Map([['prometheus_cadvisor', 'Up 3 hours']])
    expect(located(listening(['*', 8080, 'prometheus_cadvisor']), containers)).toMatchObject({
      at: { host: API, port: 8080 },
      difference: { found: '*:8080', used: '10.0.0.12:8080' },
    })
  })

  it('is not taken for HAProxy on its port of the virtual address', () => {
    const containers = new Map([['prometheus_cadvisor', 'Exited (1) 2 hours ago']])
    expect(located(listening(['10.0.0.254', 18_080, 'haproxy']), containers)).toEqual({
      at: { host: API, port: 18_080 },
      difference: {
        job: 'cadvisor',
        expected: '10.0.0.12:18080',
        found: 'nothing listens there; prometheus_cadvisor is Exited (1) 2 hours ago',
        used: '10.0.0.12:18080',
      },
    })
  })

  it('whose container listens on several ports stays where it was expected: none is known to be the right one', () => {
    const containers = new Map([['prometheus_cadvisor', 'Up 3 hours']])
    const two = listening([API, 8080, 'prometheus_cadvisor'], [API, 8081, 'prometheus_cadvisor'])
    expect(located(two, containers).at).toEqual({ host: API, port: 18_080 })
  })

  it('that has no container was never deployed: it is not scraped, and it is told', () => {
    expect(located([], new Map([['mariadb', 'Up 3 hours']]))).toEqual({
      at: undefined,
      difference: {
        job: 'cadvisor',
        expected: '10.0.0.12:18080',
        found: 'no container prometheus_cadvisor',
        used: 'not scraped',
      },
    })
  })

  it('that is scraped through the virtual address is not looked for on the node', () => {
    expect(locate(cadvisor({ vip: 'cloud.example' }), API, facts())).toEqual({
      at: { host: 'cloud.example', port: 18_080 },
    })
  })
})

describe("a job that carries a password of Kolla's", () => {
  const prometheus = EXPORTERS.find(({ name }) => name === 'prometheus_server')
  const stopped = new Map([['prometheus_server', 'Exited (0) 2 minutes ago']])
  const up = new Map([['prometheus_server', 'Up 3 hours']])
  const placed = (listeners: Listener[], containers?: ReadonlyMap<string, string>) => {
    if (prometheus === undefined) throw new Error('there is no prometheus_server')
    const expected = { exporter: prometheus, port: 9091, scheme: 'http', interval: '30s' } as const
    return locate({ ...expected, password: new Secret('word') }, API, facts({ listeners, containers }))
  }

  it("goes to no loopback while Kolla's Prometheus is stopped, where the worker itself listens", () => {
    expect(placed(listening(['127.0.0.1', 9091, 'openstack-worker-prometheus']), stopped)).toEqual({
      at: { host: API, port: 9091 },
      difference: {
        job: 'prometheus_server',
        expected: '10.0.0.12:9091',
        found: 'nothing listens there; prometheus_server is Exited (0) 2 minutes ago',
        used: '10.0.0.12:9091',
      },
    })
  })

  it('goes to no other port of its container', () => {
    expect(placed(listening([API, 9999, 'prometheus_server']), up).at).toEqual({ host: API, port: 9091 })
  })

  it.each([
    [
      'another container',
      listening([API, 9091, 'backdoor']),
      up,
      'backdoor listens there, not prometheus_server',
    ],
    [
      'a program while it is stopped',
      listening(['*', 9091]),
      stopped,
      'another program listens there, not prometheus_server',
    ],
  ] as const)('goes nowhere where the port is held by %s', (_, listeners, containers, found) => {
    expect(placed(listeners, containers)).toMatchObject({
      at: undefined,
      difference: { found, used: 'not scraped: the job has a password' },
    })
  })

  it('goes to the address that Kolla binds', () => {
    const there = { at: { host: API, port: 9091 } }
    expect(placed(listening([API, 9091, 'prometheus_server']), up)).toEqual(there)
    expect(placed(listening([API, 9091]), up)).toEqual(there)
    expect(placed(listening([API, 9091]))).toEqual(there)
  })

  it('is not scraped where Kolla has no such container', () => {
    expect(placed(listening(['127.0.0.1', 9091]), new Map()).at).toBeUndefined()
  })
})
