import { describe, expect, it } from 'vitest'
import { renderGeneration } from '../../../../roles/mimir-worker/generation/generation.ts'
import { configDifferences } from '../../../../roles/mimir-worker/generation/loaded-differences.ts'
import { Secret } from '../../../../src/values/secret.ts'
import { RECORDED, RECORDED_GENERATION, recorded, VERSIONS } from '../node/recorded.ts'
import { GENERATION, loadedConfig, VARS } from '../sample.ts'

const loaded = loadedConfig(GENERATION)

describe.each(VERSIONS)('the configuration as Prometheus %s tells it', (version) => {
  const config = recorded(version, 'config.yml')
  const changed = (from: string, to: string) => {
    if (!config.includes(from)) throw new Error(`${from} is not in the recording`)
    return configDifferences(RECORDED_GENERATION, config.replace(from, to))
  }

  it('means what was rendered', () => {
    expect(configDifferences(RECORDED_GENERATION, config)).toEqual([])
  })

  it.each([
    ['scrape_interval: 1m30s', 'scrape_interval: 1m', 'global.scrape_interval: "90s" → "1m"'],
    ['cluster: openstack', 'cluster: b', 'global.external_labels.cluster: "openstack" → "b"'],
    ['scrape_timeout: 45s', 'scrape_timeout: 10s', 'scrape_configs[1].scrape_timeout: "45s" → "10s"'],
    ['honor_labels: true', 'honor_labels: false', 'scrape_configs[1].honor_labels: true → false'],
    ['honor_labels: true\n', 'x: 1\n', 'scrape_configs[1].honor_labels: true → absent'],
    ['OrgID: openstack', 'OrgID: b', 'remote_write[0].headers.X-Scope-OrgID: "openstack" → "b"'],
    [
      '/secrets/mimir-password',
      '/other',
      'remote_write[0].basic_auth.password_file: "secrets/mimir-password" → "/etc/mimir-worker/current/other"',
    ],
    [
      'retry_on_http_429: true',
      'retry_on_http_429: false',
      'remote_write[0].queue_config.retry_on_http_429: true → false',
    ],
    ['max_shards: 10', 'max_shards: 50', 'remote_write[0].queue_config.max_shards: 10 → 50'],
  ])('differs with %s → %s', (from, to, difference) => {
    const differences = changed(from, to).map(
      ({ field, expected, found }) => `${field}: ${expected} → ${found}`,
    )
    expect(differences).toEqual([difference])
  })

  it('differs with a label, a header or a target label too many', () => {
    expect(changed('    cluster: openstack\n', '    cluster: openstack\n    __replica__: a\n')).toEqual([
      { field: 'global.external_labels.__replica__', expected: 'absent', found: '"a"' },
    ])
    expect(
      changed('    X-Scope-OrgID: openstack\n', '    X-Scope-OrgID: openstack\n    X-More: b\n'),
    ).toEqual([{ field: 'remote_write[0].headers.X-More', expected: 'absent', found: '"b"' }])
    expect(changed('      node: cmp1\n', '      node: cmp1\n      rack: a\n')).toEqual([
      { field: 'scrape_configs[0].static_configs[0].labels.rack', expected: 'absent', found: '"a"' },
    ])
  })

  it('differs with a target too many', () => {
    expect(changed('    - 127.0.0.1:9091\n', '    - 127.0.0.1:9091\n    - 127.0.0.1:9100\n')).toEqual([
      { field: 'scrape_configs[0].static_configs[0].targets.length', expected: '1', found: '2' },
    ])
  })
})

describe('a loaded configuration', () => {
  it('equals the file it was read from', () => {
    expect(configDifferences(GENERATION, loaded)).toEqual([])
  })

  it('may hide its secrets', () => {
    const generation = renderGeneration({
      ...RECORDED,
      authorization: { type: 'bearer', token: new Secret('t') },
    })
    const told = loadedConfig(generation).replaceAll('"secrets/mimir-token"', '<secret>')
    expect(told).toContain('<secret>')
    expect(configDifferences(generation, told)).toEqual([])
  })

  it('differs where a job is missing, in length and in what moved up', () => {
    const generation = renderGeneration({ ...VARS, jobs: VARS.jobs.slice(0, 2) })
    const fields = configDifferences(GENERATION, loadedConfig(generation)).map(({ field }) => field)
    expect(fields).toContain('scrape_configs.length')
    expect(fields).toContain('scrape_configs[2].job_name')
  })

  it.each(['', '[]', 'null', 'global: [', '"<secret>"', '{}'])(
    'differs in everything where it is %j',
    (told) => {
      const fields = configDifferences(GENERATION, told).map(({ field }) => field)
      expect(fields).toContain('global.scrape_interval')
      expect(fields).toContain('remote_write.length')
    },
  )

  it('is shown without what would move a cursor, and not endlessly', () => {
    const told = loaded.replace('"cmp1"', JSON.stringify(`\u001B[2J${'x'.repeat(5000)}`))
    const [difference] = configDifferences(GENERATION, told)
    expect(difference?.found).not.toMatch(/\p{Cc}/u)
    expect(difference?.found.length).toBeLessThan(400)
  })
})

describe('a fleet of nodes that are alike', () => {
  const [one, other] = ['cmp1', 'cmp2'].map((node) => {
    const jobs = VARS.jobs.map((job) => ({
      ...job,
      target: job.target.replace('10.0.0.12', `10.0.0.${node}`),
    }))
    return renderGeneration({ ...VARS, node, jobs })
  })
  if (one === undefined || other === undefined) throw new Error('two nodes were rendered')

  it('agrees node by node', () => {
    expect(configDifferences(one, loadedConfig(one))).toEqual([])
    expect(configDifferences(other, loadedConfig(other))).toEqual([])
  })

  it('does not hide that a node runs with the configuration of another', () => {
    const found = configDifferences(other, loadedConfig(one))
    expect(found.map(({ expected, found: instead }) => `${expected} → ${instead}`)).toEqual(
      expect.arrayContaining(['"cmp2" → "cmp1"', '"10.0.0.cmp2:9100" → "10.0.0.cmp1:9100"']),
    )
  })
})
