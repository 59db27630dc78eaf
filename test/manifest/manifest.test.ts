import { expect, test } from 'vitest'
import { readManifestFile } from '../../src/manifest/manifest.ts'
import { OPERATOR, read } from './operator.ts'

const FUNCTION: unknown = expect.any(Function)
const SMALLEST = 'mimir: { url: "http://10.0.0.5:9009/" }\nkolla: { inventory: multinode }\n'

test('fills the smallest manifest up with the defaults and leaves the rest to Kolla and the role', async () => {
  const { manifest, problems } = await read(SMALLEST)
  expect(problems).toEqual([])
  expect(manifest).toEqual({
    file: 'inventory.yml',
    mimir: {
      url: 'http://10.0.0.5:9009',
      tenant: 'openstack',
      pushPath: '/api/v1/push',
      queryPath: '/prometheus',
    },
    kolla: { configdir: '/etc/kolla', inventory: ['/cloud/multinode'], overrides: {} },
    ssh: {
      knownHosts: ['/home/op/.ssh/known_hosts', '/etc/ssh/ssh_known_hosts'],
      knownHostsWritten: false,
      hostKeys: 'strict',
      become: true,
    },
    worker: { labels: {}, exporters: {} },
    rollout: {
      parallel: 50,
      pulls: 20,
      soak: 0,
      drain: 30_000,
      serviceDown: 'warning',
      rollback: 'batch',
      order: [],
      exclusive: ['mariadb', 'rabbitmq', 'loadbalancer'],
      failureDomain: 'zone',
      autoRevertAfter: 360_000,
      confirmPrompt: true,
      hooks: { before: [], afterBatch: [], after: [], onFailure: [], deadline: 60_000 },
      deadlines: { connect: 15_000, observe: 30_000, stage: 600_000, activate: 120_000, verify: 180_000 },
    },
  })
})

test('takes every key over into the manifest', async () => {
  const { manifest, problems } = await read(`
mimir:
  url: https://mimir.example.com
  tenant: seoul
  push_path: /push
  query_path: /
  auth: { basic: { username: kolla, password: env:MIMIR_PASSWORD } }
  tls: { ca: ca.pem }
kolla: { configdir: ../kolla, release: "2025.1", overrides: { prometheus_port: 9091 } }
nodes: { control: { hosts: { ctl1: { ansible_host: 10.0.0.11 } } } }
ssh:
  user: kolla
  port: 2222
  keys: [~/.ssh/id_ed25519]
  passphrase: env:KEY_PASSPHRASE
  known_hosts: [hosts]
  host_keys: accept-new
  become: false
worker:
  directory: /srv//mimir/
  image: quay.io/prometheus/prometheus:v3.5.0
  listen: "[::1]:9191"
  retention: 1d
  scrape_interval: 1m
  labels: { region: seoul }
  exporters: { cadvisor: { enabled: false, port: 18081, scrape_interval: 60s, scrape_timeout: 10s } }
rollout:
  parallel: 3
  pulls: 2
  batches: 1, 25%
  max_failures: 10%
  soak: 5m
  rollback: all
  order: [compute]
  exclusive: []
  failure_domain: rack
  auto_revert_after: 1h
  max_gap: 2m
  drain: 1m30s
  service_down: error
  confirm_prompt: false
  hooks: { before: [./a, ./b], after_batch: ./c, after: ./d, on_failure: ./e, deadline: 5s }
  deadlines: { connect: 1s, stage: 1h30m }
`)
  expect(problems).toEqual([])
  expect(manifest).toEqual({
    file: 'inventory.yml',
    mimir: {
      url: 'https://mimir.example.com',
      tenant: 'seoul',
      pushPath: '/push',
      queryPath: '',
      auth: {
        type: 'basic',
        username: 'kolla',
        password: { written: 'env:MIMIR_PASSWORD', resolve: FUNCTION },
      },
      tls: {
        ca: {
          file: '/cloud/ca.pem',
          pem: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n',
        },
      },
    },
    kolla: { configdir: '/kolla', inventory: [], release: '2025.1', overrides: { prometheus_port: 9091 } },
    nodes: { control: { hosts: { ctl1: { ansible_host: '10.0.0.11' } } } },
    ssh: {
      user: 'kolla',
      port: 2222,
      keys: ['/home/op/.ssh/id_ed25519'],
      passphrase: { written: 'env:KEY_PASSPHRASE', resolve: FUNCTION },
      knownHosts: ['/cloud/hosts'],
      knownHostsWritten: true,
      hostKeys: 'accept-new',
      become: false,
    },
    worker: {
      directory: '/srv/mimir',
      image: 'quay.io/prometheus/prometheus:v3.5.0',
      listen: { host: '::1', port: 9191 },
      retention: '1d',
      scrapeInterval: '1m',
      labels: { region: 'seoul' },
      exporters: {
        cadvisor: { enabled: false, port: 18_081, scrapeInterval: '60s', scrapeTimeout: '10s' },
      },
    },
    rollout: {
      parallel: 3,
      pulls: 2,
      batches: [{ nodes: 1 }, { percent: 25 }],
      maxFailures: { percent: 10 },
      soak: 300_000,
      rollback: 'all',
      order: ['compute'],
      exclusive: [],
      failureDomain: 'rack',
      autoRevertAfter: 3_600_000,
      maxGap: 120_000,
      drain: 90_000,
      serviceDown: 'error',
      confirmPrompt: false,
      hooks: {
        before: ['./a', './b'],
        afterBatch: ['./c'],
        after: ['./d'],
        onFailure: ['./e'],
        deadline: 5000,
      },
      deadlines: { connect: 1000, observe: 30_000, stage: 5_400_000, activate: 120_000, verify: 180_000 },
    },
  })
})

test.each([
  ['5', [{ nodes: 5 }]],
  ['"10%"', [{ percent: 10 }]],
  ['[1, 25%, 100%]', [{ nodes: 1 }, { percent: 25 }, { percent: 100 }]],
])('takes the batches %s', async (written, batches) => {
  const { manifest } = await read(`${SMALLEST}rollout: { batches: ${written}, failure_domain: "" }\n`)
  expect(manifest?.rollout).toMatchObject({ batches })
  expect(manifest?.rollout).not.toHaveProperty('failureDomain')
})

test('gives a node the time of activate and verify, and a minute, before it goes back by itself', async () => {
  const { manifest } = await read(`${SMALLEST}rollout: { deadlines: { activate: 1m, verify: 10m } }\n`)
  expect(manifest?.rollout.autoRevertAfter).toBe(12 * 60_000)
})

test('takes paths relative to the folder of the manifest, wherever it is named from', async () => {
  const readText: typeof OPERATOR.readText = (path) =>
    path === '/cloud/sites/seoul.yml'
      ? { ok: true, value: { text: SMALLEST, mode: 0o644 } }
      : OPERATOR.readText(path)
  const { manifest } = await readManifestFile('sites/seoul.yml', { ...OPERATOR, readText })
  expect(manifest?.file).toBe('sites/seoul.yml')
  expect(manifest?.kolla.inventory).toEqual(['/cloud/sites/multinode'])
})

test('says which file is missing when there is no manifest', async () => {
  const { manifest, problems } = await readManifestFile('inventroy.yml', OPERATOR)
  expect(manifest).toBeUndefined()
  expect(problems).toEqual([
    {
      severity: 'error',
      at: { file: 'inventroy.yml' },
      path: '',
      message: 'the manifest does not exist',
      remedy: 'name the manifest to use, e.g. a copy of inventory.example.yml',
    },
  ])
})

test('gives a manifest in spite of warnings, and none in spite of one error', async () => {
  const warned = await read(`${SMALLEST}worker: { image: prom/prometheus }\n`)
  expect(warned.problems.map(({ severity }) => severity)).toEqual(['warning'])
  expect(warned.manifest?.worker.image).toBe('prom/prometheus')
  const wrong = await read(`${SMALLEST}worker: { image: prom/prometheus, retention: long }\n`)
  expect(wrong.problems.map(({ severity }) => severity)).toEqual(['warning', 'error'])
  expect(wrong.manifest).toBeUndefined()
})

test('needs no inventory of its own where the command line names one', async () => {
  const text = 'mimir: { url: "http://10.0.0.5:9009" }\n'
  expect((await read(text)).manifest).toBeUndefined()
  expect((await read(text, { ...OPERATOR, inventoryGiven: true })).manifest?.kolla.inventory).toEqual([])
})

test('tells those who use the manifest where its values stand', async () => {
  const { positionOf } = await read(SMALLEST)
  expect(positionOf(['kolla', 'inventory'])).toEqual({ file: 'inventory.yml', line: 2, column: 21 })
  expect(positionOf(['kolla', 'inventory'], 'key')).toEqual({ file: 'inventory.yml', line: 2, column: 10 })
})
