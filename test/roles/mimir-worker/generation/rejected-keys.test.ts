import { describe, expect, it } from 'vitest'
import { rejectedBy, rejectedManifest } from './rejected-manifest.ts'

const FAILED = 'Checking /opt/p.yml\n  FAILED: parsing YAML file /opt/p.yml: '

/** What promtool says of the line of prometheus.yml that holds these words. */
async function atLine(text: string, words: string, message: string): Promise<string> {
  const { plan } = await rejectedManifest(text)
  const lines = plan.generation.files.find(({ path }) => path === 'prometheus.yml')?.text.split('\n') ?? []
  const line = lines.findIndex((one) => one.includes(words)) + 1
  if (line === 0) throw new Error(`no line holds ${words}`)
  return `${FAILED}yaml: unmarshal errors:\n  line ${line}: ${message}`
}

describe('a line that promtool rejects', () => {
  it.each([
    [
      'worker:\n  extra_scrape_configs:\n    - job_name: a\n      tls_config: { kee: x }',
      'kee:',
      'inventory.yml:5:21 worker.extra_scrape_configs[0].tls_config.kee',
    ],
    [
      'worker:\n  remote_write:\n    max_shards: 3',
      'max_shards',
      'inventory.yml:4:5 worker.remote_write.max_shards',
    ],
    [
      'worker:\n  remote_write: { max_shards: 3 }\n  overrides: { compute: { remote_write: { capacity: 5 } } }',
      'capacity',
      'inventory.yml:4:43 worker.overrides.compute.remote_write.capacity',
    ],
    ['worker:\n  labels: { region: a, site: b }', 'site:', 'inventory.yml:3:24 worker.labels.site'],
    [
      'worker:\n  exporters: { node_exporter: { scrape_interval: 20s } }',
      '"20s"',
      'inventory.yml:3:33 worker.exporters.node_exporter.scrape_interval',
    ],
    [
      'worker:\n  exporters: { node_exporter: { drop: [aaa] } }',
      'aaa',
      'inventory.yml:3:33 worker.exporters.node_exporter.drop',
    ],
    ['', 'X-Scope-OrgID', 'inventory.yml:1:1 mimir.tenant'],
  ])('is told as the key that made it: %s', async (text, words, key) => {
    expect(await rejectedBy(text, await atLine(text, words, 'field x not found'))).toEqual([key])
  })

  it('is of no key where the role itself wrote it, also behind the relabelling of the operator', async () => {
    const text =
      'worker:\n  extra_scrape_configs: [{ job_name: a, relabel_configs: [{ action: labeldrop, regex: b }] }]'
    expect(await rejectedBy(text, await atLine(text, 'queue_config', 'x'))).toEqual([])
    expect(await rejectedBy(text, await atLine(text, 'cluster', 'x'))).toEqual([])
    expect(await rejectedBy(text, await atLine(text, 'replacement', 'x'))).toEqual([
      'inventory.yml:3:26 worker.extra_scrape_configs[0]',
    ])
  })

  it('is one of several, each told once', async () => {
    const text = 'worker:\n  extra_scrape_configs:\n    - { job_name: a, foo: 1, bar: 2 }'
    const [foo, bar] = [await atLine(text, 'foo:', 'x'), await atLine(text, 'bar:', 'y')]
    expect(await rejectedBy(text, `${foo}\n${bar}\n${bar}`)).toEqual([
      'inventory.yml:4:22 worker.extra_scrape_configs[0].foo',
      'inventory.yml:4:30 worker.extra_scrape_configs[0].bar',
    ])
  })
})

describe('a complaint without a line', () => {
  const two = (value: string) =>
    `worker:\n  extra_scrape_configs:\n    - { job_name: a, scrape_interval: "${value}" }\n    - { job_name: b, scrape_interval: 20s }`

  it.each([
    [
      two('30'),
      'not a valid duration string: "30"',
      ['inventory.yml:4:22 worker.extra_scrape_configs[0].scrape_interval'],
    ],
    [two('20s'), 'not a valid duration string: "20s"', []],
    [
      two('20s'),
      'found multiple scrape configs with job name "b"',
      ['inventory.yml:5:7 worker.extra_scrape_configs[1]'],
    ],
    [
      'worker: { exporters: { node_exporter: { drop_labels: ["a", "b*+"] } } }',
      'error parsing regexp: invalid nested repetition operator: `*+`',
      ['inventory.yml:2:60 worker.exporters.node_exporter.drop_labels[1]'],
    ],
    ['', 'error parsing regexp: missing argument to repetition operator: `*`', []],
    ['', 'words that nobody has seen before: "monday"', []],
  ])('names a key only where it can be one alone: %s %s', async (text, message, keys) => {
    expect(await rejectedBy(text, `${FAILED}${message}`)).toEqual(keys)
  })
})
