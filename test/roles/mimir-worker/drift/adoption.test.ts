import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { adoptionOf, isEdited } from '../../../../roles/mimir-worker/drift/adoption.ts'
import { renderGeneration } from '../../../../roles/mimir-worker/generation/generation.ts'
import type { GenerationTexts } from '../../../../roles/mimir-worker/generation/texts.ts'
import { REMOTE_WRITE } from '../../../../roles/mimir-worker/worker/defaults.ts'
import type { Job, WorkerVars } from '../../../../roles/mimir-worker/worker/vars.ts'
import { facts, GENERATION, VARS } from '../sample.ts'

function textsOf(vars: WorkerVars): GenerationTexts {
  const text = (path: string) => renderGeneration(vars).files.find((file) => file.path === path)?.text ?? ''
  return { configuration: text('prometheus.yml'), project: text('docker-compose.yml') }
}

const AS_RENDERED = textsOf(VARS)

/** As the sample's manifest has it: only the node exporter goes by the interval for all. */
const follows = (exporter: string): boolean => exporter === 'node_exporter'
const adopted = (found: Partial<GenerationTexts>) => adoptionOf({ ...AS_RENDERED, ...found }, VARS, follows)
const edited = (file: keyof GenerationTexts, from: string | RegExp, to: string) => {
  const text = AS_RENDERED[file].replace(from, to)
  if (text === AS_RENDERED[file]) throw new Error(`${String(from)} is not in it`)
  return adopted({ [file]: text })
}
const only = (key: string, value: unknown, overridable: boolean) => ({
  settings: [{ key, value, overridable }],
  more: false,
})

describe('what somebody changed in the files of a node', () => {
  it.each<[string, keyof GenerationTexts, string | RegExp, string, unknown]>([
    [
      'the image',
      'project',
      VARS.image,
      'quay.io/prometheus/prometheus:v2.55.1',
      only('worker.image', 'quay.io/prometheus/prometheus:v2.55.1', false),
    ],
    [
      'the retention',
      'project',
      'retention.time=2h',
      'retention.time=1d',
      only('worker.retention', '1d', false),
    ],
    [
      'the port of the worker',
      'project',
      'web.listen-address=127.0.0.1:9091',
      'web.listen-address=127.0.0.1:9099',
      { settings: [{ key: 'worker.listen', value: '127.0.0.1:9099', overridable: false }], more: true },
    ],
    [
      'a label',
      'configuration',
      'environment: "worker"',
      'environment: "lab"',
      only('worker.labels.environment', 'lab', false),
    ],
    [
      'another label',
      'configuration',
      'environment: "worker"',
      'environment: "worker"\n    rack: "r1"',
      only('worker.labels.rack', 'r1', false),
    ],
    [
      'Mimir',
      'configuration',
      'http://10.0.0.5:9009/api',
      'https://mimir.example.com/api',
      only('mimir.url', 'https://mimir.example.com', false),
    ],
    ['its path', 'configuration', '/api/v1/push', '/push', only('mimir.push_path', '/push', false)],
    [
      'the tenant',
      'configuration',
      'X-Scope-OrgID: "openstack"',
      'X-Scope-OrgID: seoul',
      only('mimir.tenant', 'seoul', false),
    ],
    [
      'the queue',
      'configuration',
      'max_shards: 10',
      'max_shards: 40',
      only('worker.remote_write.max_shards', 40, true),
    ],
    [
      'the interval of an exporter',
      'configuration',
      /(?<job>openstack-node-exporter"\n +scrape_interval: )"30s"/u,
      '$<job>15s',
      only('worker.exporters.node_exporter.scrape_interval', '15s', true),
    ],
    [
      'its timeout',
      'configuration',
      'scrape_timeout: "45s"',
      'scrape_timeout: 20s',
      only('worker.exporters.openstack_exporter.scrape_timeout', '20s', true),
    ],
    [
      'its port',
      'configuration',
      '10.0.0.12:9100',
      '10.0.0.12:9200',
      only('worker.exporters.node_exporter.port', 9200, true),
    ],
    [
      'a limit of its scrapes',
      'configuration',
      /(?<job>openstack-node-exporter"\n)/u,
      '$<job>    sample_limit: 20000\n',
      only('worker.exporters.node_exporter.limits.sample_limit', 20_000, true),
    ],
    [
      'an exporter taken out',
      'configuration',
      / +- job_name: "openstack-node-exporter"[\s\S]*?(?= +- job_name: "openstack-exporter")/u,
      '',
      only('worker.exporters.node_exporter.enabled', false, true),
    ],
  ])('can be kept where the manifest can say it: %s', (...[, file, from, to, expected]) => {
    expect(edited(file, from, to)).toEqual(expected)
  })

  it('is kept by one interval for all where all that go by it were changed', () => {
    const all = AS_RENDERED.configuration
      .replace('scrape_interval: "60s"', 'scrape_interval: 15s')
      .replaceAll('scrape_interval: "30s"', 'scrape_interval: 15s')
    expect(adopted({ configuration: all })).toEqual(only('worker.scrape_interval', '15s', true))
  })

  it('is not kept by one interval for all where that would change others as well', () => {
    expect(edited('configuration', 'scrape_interval: "60s"', 'scrape_interval: 15s')).toEqual({
      settings: [],
      more: true,
    })
  })

  it.each<[string, keyof GenerationTexts, string | RegExp, string]>([
    ['a mount', 'project', 'data:/prometheus', '/srv/prometheus:/prometheus'],
    ['a flag of which it has no key', 'project', 'flush-deadline=10s', 'flush-deadline=30s'],
    ['an image that is none', 'project', VARS.image, 'Not An Image'],
    ['a retention that it does not take', 'project', 'retention.time=2h', 'retention.time=1s'],
    [
      'a label that tells nodes apart',
      'configuration',
      'environment: "worker"',
      'environment: "worker"\n    node: x',
    ],
    ['a label with what no terminal should see', 'configuration', '"worker"', String.raw`"\u001b[2J"`],
    ['a Mimir with a login', 'configuration', 'http://10', 'http://a:b@10'],
    ['a tenant that Mimir refuses', 'configuration', 'X-Scope-OrgID: "openstack"', 'X-Scope-OrgID: a|b'],
    ['more shards than it takes', 'configuration', 'max_shards: 10', 'max_shards: 4000'],
    ['a number that is a word', 'configuration', 'max_shards: 10', 'max_shards: many'],
    ['a target on another host', 'configuration', '10.0.0.12:9100', '10.0.0.99:9100'],
    [
      'the exporter of the whole cloud taken out',
      'configuration',
      / +- job_name: "openstack-exporter"[\s\S]*?(?=remote_write)/u,
      '',
    ],
  ])('is repaired where it cannot, or not like that: %s', (_case, file, from, to) => {
    expect(edited(file, from, to)).toEqual({ settings: [], more: true })
  })

  it('is nothing where nothing was changed, and all of it where nothing can be read', () => {
    expect(adopted({})).toEqual({ settings: [], more: false })
    expect(adopted({ project: ': not YAML [' })).toEqual({ settings: [], more: true })
  })
})

describe('whether there is anything to keep on a node', () => {
  const { files } = facts()
  const onDisk = new Map([...files.onDisk, ['prometheus.yml', 'f'.repeat(64)]])

  it('is known only of the very generation that the manifest makes', () => {
    expect(isEdited(facts(), GENERATION)).toBe(false)
    expect(isEdited(facts({ files: { ...files, onDisk } }), GENERATION)).toBe(true)
    expect(isEdited(facts({ files: { ...files, onDisk } }), { ...GENERATION, name: 'ba9876543210' })).toBe(
      false,
    )
  })

  it('is not asked where a file is gone', () => {
    const gone = new Map(files.onDisk)
    gone.delete('docker-compose.yml')
    expect(isEdited(facts({ files: { ...files, onDisk: gone } }), GENERATION)).toBe(false)
  })
})

describe('whatever was changed that the manifest can say', () => {
  const seconds = fc.integer({ min: 46, max: 3600 }).map((count) => `${count}s`)
  const interval = (name: string) => (job: Job, text: string) =>
    job.exporter === name ? { ...job, interval: text } : job
  const change = fc.record(
    {
      image: fc.constantFrom('registry.example/prom/prometheus:v2.55.1', VARS.image),
      retention: fc.constantFrom('2h', '1d', '3d12h'),
      tenant: fc.constantFrom('openstack', 'seoul'),
      pushUrl: fc.constantFrom(VARS.pushUrl, 'https://mimir:8080/api/v1/push', 'http://10.0.0.5:9009/push'),
      labels: fc.constantFrom(
        VARS.labels,
        { ...VARS.labels, rack: 'r1' },
        { ...VARS.labels, environment: 'x' },
      ),
      remoteWrite: fc.record(queues()),
      node: fc.option(seconds),
      cloud: fc.option(seconds),
    },
    { requiredKeys: [] },
  )

  it('is rendered again, all of it, by the settings that are named', () => {
    fc.assert(
      fc.property(change, ({ node, cloud, ...rest }) => {
        const jobs = VARS.jobs
          .map((job) => (node ? interval('node_exporter')(job, node) : job))
          .map((job) => (cloud ? interval('openstack_exporter')(job, cloud) : job))
        const changed: WorkerVars = { ...VARS, ...rest, jobs }
        const { settings, more } = adoptionOf(textsOf(changed), VARS, () => false)
        expect(more).toBe(false)
        const back = adoptionOf(AS_RENDERED, changed, () => false)
        const keys = (all: readonly { readonly key: string }[]) => all.map(({ key }) => key)
        expect(new Set(keys(settings)).size).toBe(settings.length)
        // What was added can be named; that something is gone again cannot, but for an exporter.
        expect(keys(settings)).toEqual(expect.arrayContaining(keys(back.settings)))
      }),
      { numRuns: 40 },
    )
  })
})

function queues() {
  return {
    capacity: fc.constantFrom(REMOTE_WRITE.capacity, 500),
    max_shards: fc.integer({ min: 1, max: 1000 }),
    max_samples_per_send: fc.constantFrom(REMOTE_WRITE.max_samples_per_send, 77),
    batch_send_deadline: fc.constantFrom('5s', '10s'),
    min_backoff: fc.constantFrom('100ms', '1s'),
    max_backoff: fc.constantFrom('10s', '1m'),
  }
}
