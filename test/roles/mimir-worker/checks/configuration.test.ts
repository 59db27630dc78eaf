import { describe, expect, it } from 'vitest'
import { configuration } from '../../../../roles/mimir-worker/checks/configuration.ts'
import type { Facts } from '../../../../roles/mimir-worker/node/facts.ts'
import { evidence, facts, GENERATION, loadedConfig, worker } from '../sample.ts'

const OTHER = 'f'.repeat(64)
const sums = facts().files.onDisk
const judged = (changes: Partial<Facts>) => configuration(evidence({ facts: facts(changes) }))
const files = (changes: Partial<Facts['files']>): Partial<Facts> => ({
  files: { ...facts().files, ...changes },
})

describe('the configuration check', () => {
  it('fails where all of it holds and a new plan would still change something', () => {
    expect(judged(files({ links: [] }))).toEqual({
      check: 'configuration',
      state: 'failed',
      finding: {
        kind: 'not-as-planned',
        differences: [
          {
            field: 'links',
            expected: 'current/docker-compose.yml, current/prometheus.yml',
            found: 'none',
          },
        ],
      },
    })
  })

  it('passes what is rendered, on the disk, seen, loaded and run with', () => {
    expect(configuration(evidence())).toEqual({
      check: 'configuration',
      state: 'passed',
      finding: {
        kind: 'good',
        facts: [
          { name: 'generation', value: GENERATION.name },
          { name: 'loaded', value: '2023-11-14T22:13:21.500Z' },
        ],
      },
    })
  })

  it.each([
    [
      'a file was changed',
      { onDisk: new Map([...sums, ['prometheus.yml', OTHER]]) },
      'prometheus.yml',
      'disk',
    ],
    ['a file is gone', { onDisk: new Map([...sums].slice(0, 1)) }, 'docker-compose.yml', 'disk'],
    [
      'the process sees another file',
      { seenByProcess: new Map([...sums, ['prometheus.yml', OTHER]]) },
      'prometheus.yml',
      'process',
    ],
    ['the process sees nothing', { seenByProcess: new Map<string, string>() }, 'prometheus.yml', 'process'],
  ] as const)('fails where %s', (_case, changes, file, seenBy) => {
    expect(judged(files(changes))).toEqual({
      check: 'configuration',
      state: 'failed',
      finding: { kind: 'file-differs', file, seenBy },
    })
  })

  it.each([
    ['abc', 'abc'],
    [undefined, 'none'],
  ])(
    'says that the node is not as planned where %s is current, which need not be by hand',
    (current, found) => {
      const differences = [{ field: 'generation', expected: GENERATION.name, found }]
      expect(judged(files({ current }))).toEqual({
        check: 'configuration',
        state: 'failed',
        finding: { kind: 'not-as-planned', differences },
      })
    },
  )

  it('says why where a job of the whole cloud is with another node', () => {
    const cloudJobs = [{ job: 'openstack-exporter', state: 'twice', nodes: ['ctl1'] }] as const
    const result = configuration(evidence({ facts: facts(files({ current: 'abc' })), cloudJobs }))
    expect(result).toEqual({
      check: 'configuration',
      state: 'failed',
      finding: { kind: 'job-elsewhere', jobs: cloudJobs },
    })
  })

  it.each([
    ['was loaded before the swap', worker({ reloadedAt: facts().files.swappedAt - 0.5 })],
    ['was loaded nobody knows when', worker({ reloadedAt: undefined })],
  ])('waits for a configuration that %s', (_case, answers) => {
    expect(judged({ worker: answers })).toMatchObject({
      state: 'waiting',
      finding: { kind: 'reload-failed' },
    })
  })

  it('fails where the last reload failed', () => {
    expect(judged({ worker: worker({ reloadSuccessful: false }) })).toMatchObject({
      state: 'failed',
      finding: { kind: 'reload-failed' },
    })
  })

  it('waits, with the differences, for a worker that runs with another configuration', () => {
    const config = loadedConfig(GENERATION).replace('10.0.0.5', '10.9.9.9')
    expect(judged({ worker: worker({ config }) })).toEqual({
      check: 'configuration',
      state: 'waiting',
      finding: {
        kind: 'config-differs',
        differences: [
          {
            field: 'remote_write[0].url',
            expected: '"http://10.0.0.5:9009/api/v1/push"',
            found: '"http://10.9.9.9:9009/api/v1/push"',
          },
        ],
      },
    })
  })
})
