import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readWorkerAnswers } from '../../../../roles/mimir-worker/node/read-worker.ts'
import { recorded, VERSIONS } from './recorded.ts'

type Told = Readonly<Record<string, string | readonly [string, number]>>

const read = (told: Told) =>
  readWorkerAnswers(
    new Map(
      Object.entries(told).map(([name, answer]) => {
        const [value, exit] = typeof answer === 'string' ? [answer, 0] : answer
        return [name, { value, exit }]
      }),
    ),
  )
const data = (value: unknown): string => JSON.stringify({ status: 'success', data: value })

describe.each(VERSIONS)('what Prometheus %s says', (version) => {
  const answers = read({
    runtime: recorded(version, 'runtime.curl'),
    flags: recorded(version, 'flags.curl'),
    targets: recorded(version, 'targets.curl'),
    metrics: recorded(version, 'metrics.curl'),
    config: `HTTP/1.1 200 OK\r\n\r\n${data({ yaml: recorded(version, 'config.yml') })}`,
  })

  it('is read: when it began, what it loaded and when', () => {
    expect(answers).toMatchObject({
      connectionError: undefined,
      reloadSuccessful: true,
      startTime: 1_795_379_082.73,
    })
    expect(answers.reloadedAt).toBeCloseTo(1_795_379_083.7, 1)
    expect(answers.config).toBe(recorded(version, 'config.yml'))
  })

  it('is read: its flags, as plain text', () => {
    expect(answers.flags).toMatchObject({
      'config.file': '/etc/mimir-worker/current/prometheus.yml',
      'web.listen-address': '127.0.0.1:9091',
    })
  })

  it('is read: its targets, also one that was not scraped yet', () => {
    expect(answers.targets).toHaveLength(2)
    expect(answers.targets[0]).toEqual({
      job: 'openstack-exporter',
      url: 'http://[2001:db8::12]:9198/metrics',
      health: 'unknown',
      error: '',
      lastScrape: 0,
    })
  })

  it('is read: the counters of its queue', () => {
    expect(answers.samples).toContainEqual({
      metric: 'prometheus_remote_storage_samples_in_total',
      labels: {},
      value: version === '2.53.3' ? 561 : 666,
    })
    expect(answers.samples).toContainEqual({
      metric: 'prometheus_remote_storage_samples_failed_total',
      labels: { remote_name: 'mimir', url: 'http://10.0.0.5:9009/api/v1/push' },
      value: version === '2.53.3' ? 561 : 0,
    })
  })

  it.each(['runtime.curl', 'runtime.bash', 'runtime.wget'])('is the same in %s', (file) => {
    expect(read({ runtime: recorded(version, file) }).connectionError).toBeUndefined()
  })
})

describe('a worker is silent', () => {
  it.each<[string, Told, string]>([
    [
      'with the reason',
      { runtime: ['curl: (7) Failed to connect to 127.0.0.1 port 9091', 7] },
      'curl: (7) Failed to connect to 127.0.0.1 port 9091',
    ],
    ['without one', { runtime: ['', 52] }, 'it closed the connection without a word'],
    [
      'while it replays its log',
      { runtime: 'HTTP/1.1 503 Service Unavailable\r\n\r\nService Unavailable' },
      'HTTP/1.1 503 Service Unavailable\r\n\r\nService Unavailable',
    ],
    [
      'where the answer was cut off',
      { runtime: 'HTTP/1.1 200 OK\r\nContent-' },
      'HTTP/1.1 200 OK\r\nContent-',
    ],
    ['where it is no Prometheus', { runtime: '<html>nginx</html>' }, '<html>nginx</html>'],
    [
      'where it reports an error',
      { runtime: '{"status":"error","error":"x"}' },
      '{"status":"error","error":"x"}',
    ],
    ['where it was cut off although it looks whole', { runtime: [data({}), 28] }, data({})],
  ])('%s', (_case, told, connectionError) => {
    expect(read(told).connectionError).toBe(connectionError)
  })

  it('and then nothing else is known of it', () => {
    expect(read({ runtime: ['', 7] })).toEqual({
      connectionError: 'it closed the connection without a word',
      startTime: undefined,
      reloadSuccessful: false,
      reloadedAt: undefined,
      flags: {},
      config: '',
      targets: [],
      samples: [],
    })
  })
})

describe('the exposition format', () => {
  const samples = (text: string) => read({ metrics: text }).samples

  it.each([
    ['up 1', { metric: 'up', labels: {}, value: 1 }],
    ['up{} 1', { metric: 'up', labels: {}, value: 1 }],
    ['a:b_c{x="1",y="2"} 1.5e+09', { metric: 'a:b_c', labels: { x: '1', y: '2' }, value: 1_500_000_000 }],
    ['m{x="a\\"b\\\\c,} d"} -3', { metric: 'm', labels: { x: 'a"b\\c,} d' }, value: -3 }],
  ])('%s', (line, expected) => {
    expect(samples(line)).toEqual([expected])
  })

  it.each(['# HELP up x', '', 'up', 'up 1 1700000000000', '1up 1', 'up{x="1"}'])(
    '%j is no sample',
    (line) => {
      expect(samples(line)).toEqual([])
    },
  )

  it.each(['NaN', '+Inf', '-Inf', '1e300', 'garbage', '-5'])('a start of %s is no start', (value) => {
    expect(read({ metrics: `process_start_time_seconds ${value}` }).startTime).toBeUndefined()
    const name = 'prometheus_config_last_reload_success_timestamp_seconds'
    expect(read({ metrics: `${name} ${value}` }).reloadedAt).toBeUndefined()
  })
})

describe('hostile answers', () => {
  it('never throw', () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((text) => `{"status":"success","data":${text}}`),
    )
    fc.assert(
      fc.property(
        fc.record({ runtime: hostile, flags: hostile, config: hostile, targets: hostile, metrics: hostile }),
        (told) => {
          expect(() => read(told)).not.toThrow()
        },
      ),
    )
  })

  it('bring no control characters with the error of a target', () => {
    const activeTargets = [
      {
        scrapePool: 'a',
        scrapeUrl: 'u',
        health: 'down',
        lastError: '\u001B[31mred\u001B[0m\n\u202Eline',
        lastScrape: 'soon',
      },
      7,
      null,
    ]
    expect(read({ targets: data({ activeTargets }) }).targets).toEqual([
      { job: 'a', url: 'u', health: 'down', error: 'red ⏎ \\u{202e}line', lastScrape: 0 },
    ])
  })
})
