import { describe, expect, it } from 'vitest'
import { overrideProblems } from '../../../../roles/mimir-worker/exporters/override-problems.ts'
import { listenProblems } from '../../../../roles/mimir-worker/exporters/reserved-ports.ts'
import { specFor } from '../../../../roles/mimir-worker/worker/overrides.ts'
import type { WorkerSpec } from '../../../../src/manifest/settings.ts'
import { smallCloud } from '../small-cloud.ts'

const CMP1 = { name: 'cmp1', groups: ['baremetal', 'compute'] }
const worker = (overrides: NonNullable<WorkerSpec['overrides']>): WorkerSpec => ({
  labels: {},
  scrapeInterval: '30s',
  remoteWrite: { max_shards: 10, capacity: 100 },
  exporters: { cadvisor: { port: 1, scrapeInterval: '60s' } },
  overrides,
})

describe('what is wanted of a node', () => {
  it('is what is wanted of all where nothing else is said', () => {
    expect(specFor(CMP1, worker({ control: { scrapeInterval: '5s', exporters: {} } }))).toMatchObject({
      scrapeInterval: '30s',
      exporters: { cadvisor: { port: 1 } },
    })
  })

  it('is changed key by key by its groups in the order written, and by itself last', () => {
    const wishes = specFor(
      CMP1,
      worker({
        cmp1: { exporters: { cadvisor: { port: 3 } } },
        compute: {
          scrapeInterval: '2m',
          remoteWrite: { max_shards: 4 },
          exporters: { cadvisor: { port: 2 } },
        },
        baremetal: { scrapeInterval: '3m', exporters: { fluentd: { enabled: false } } },
      }),
    )
    expect(wishes).toMatchObject({
      scrapeInterval: '3m',
      remoteWrite: { max_shards: 4, capacity: 100 },
      exporters: { cadvisor: { port: 3, scrapeInterval: '60s' }, fluentd: { enabled: false } },
    })
  })
})

describe('wishes that do not fit the cloud', () => {
  const { cloud } = smallCloud({ release: '2025.1', hosts: { control: ['ctl1'], compute: ['cmp1'] } })

  it('are named: overrides for nobody, and scrape configs of the names of our own', () => {
    const extraScrapeConfigs = [{ job_name: 'node' }, { job_name: 'smartctl' }]
    const found = overrideProblems(
      { ...worker({ comptue: { exporters: {} }, ctl1: { exporters: {} } }), extraScrapeConfigs },
      cloud,
    )
    expect(found.map(({ path, remedy }) => [path, remedy])).toEqual([
      [['worker', 'overrides', 'comptue'], 'did you mean compute?'],
      [['worker', 'extra_scrape_configs', 0, 'job_name'], 'give it another job_name'],
    ])
  })
})

describe('where a worker listens', () => {
  const problems = (host: string, port: number) =>
    listenProblems({ host, port }, []).map(({ message }) => message)
  const onApi = (port: number) =>
    listenProblems({ on: 'api_interface', port }, []).map(({ message, remedy }) => `${message}; ${remedy}`)

  it.each([
    ['127.0.0.1', 9091],
    ['::1', 9091],
    ['10.0.0.12', 29_091],
    ['0.0.0.0', 19_091],
  ])('may be %s:%i', (host, port) => {
    expect(problems(host, port)).toEqual([])
  })

  it("is refused on a port of Kolla's that others can reach, with what it would take down", () => {
    expect(problems('0.0.0.0', 9091)).toEqual([
      "a worker on 0.0.0.0:9091, which is on every address, would take down Kolla's prometheus_server and HAProxy's frontend for it, and with that every OpenStack API of the node: the port is Kolla's",
    ])
    expect(problems('10.0.0.12', 3306)).toEqual([
      "a worker on 10.0.0.12:3306 would take down MariaDB: the port is Kolla's",
    ])
    for (const host of ['*', '0.0.0.0', '::', '[::]'])
      expect(problems(host, 9091)[0]).toContain(', which is on every address,')
    expect(onApi(9091)).toEqual([
      "a worker on api_interface:9091 would take down Kolla's prometheus_server and HAProxy's frontend for it, and with that every OpenStack API of the node: the port is Kolla's; write 127.0.0.1:9091, or a port that Kolla does not use, as api_interface:29091",
    ])
    expect(onApi(19_091)).toEqual([])
    expect(problems('::', 61_313)[0]).toContain('would take down a service of Kolla')
  })
})
