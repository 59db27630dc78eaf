import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFacts } from '../../../../roles/mimir-worker/node/read-facts.ts'

const read = (told: Readonly<Record<string, string>>) =>
  readFacts({
    facts: new Map(Object.entries(told).map(([name, value]) => [name, { value, exit: 0 }])),
    changed: [],
  })

const ADDRESSES = JSON.stringify([
  {},
  {
    ifindex: 2,
    ifname: 'bond0.100',
    addr_info: [
      { family: 'inet', local: '10.0.0.12', prefixlen: 24, scope: 'global', label: 'bond0.100' },
      { family: 'inet', local: '10.0.0.254', prefixlen: 32, scope: 'global', secondary: true },
      { family: 'inet6', local: '2001:db8::dead', prefixlen: 64, scope: 'global', deprecated: true },
      { family: 'inet6', local: '2001:db8::12', prefixlen: 64, scope: 'global', dynamic: true },
      { family: 'inet6', local: 'fe80::1', prefixlen: 64, scope: 'link' },
    ],
  },
])

const CONTAINER = {
  id: 'c1',
  image: 'sha256:aa11',
  restarts: 0,
  status: 'running',
  exitCode: 0,
  startedAt: '2023-11-14T22:13:20.123456789Z',
  state: { Status: 'running' },
  labels: { 'com.docker.compose.project': 'mimir-worker' },
}

describe('the facts of a node', () => {
  it('are all empty where it told nothing', () => {
    expect(read({})).toEqual({
      now: 0,
      engine: { state: 'up' },
      addresses: undefined,
      interfaces: [],
      listeners: [],
      container: undefined,
      images: [],
      containers: undefined,
      files: {
        current: undefined,
        swappedAt: 0,
        links: [],
        jobs: [],
        onDisk: new Map(),
        seenByProcess: new Map(),
      },
      worker: undefined,
    })
  })

  it('tell a missing engine from one that is down', () => {
    expect(read({ engine: 'missing' }).engine).toEqual({ state: 'missing' })
    const evidence = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock.'
    expect(read({ 'engine-error': evidence }).engine).toEqual({ state: 'down', evidence })
  })

  it('hold the global addresses of the interface in its own order, without deprecated and link-local ones', () => {
    expect(read({ addresses: ADDRESSES }).addresses).toEqual(['10.0.0.12', '10.0.0.254', '2001:db8::12'])
    expect(read({ addresses: '[]' }).addresses).toEqual([])
  })

  it('hold the names of the interfaces that are there instead', () => {
    expect(read({ interfaces: 'bond0\neth0\nlo' })).toMatchObject({
      addresses: undefined,
      interfaces: ['bond0', 'eth0', 'lo'],
    })
  })
})

describe('a line of ss', () => {
  it.each([
    ['LISTEN 0      4096         0.0.0.0:9091      0.0.0.0:*', { host: '0.0.0.0', port: 9091, by: '' }],
    ['LISTEN 0      511                *:9091            *:*', { host: '*', port: 9091, by: '' }],
    ['LISTEN 0      128             [::]:22           [::]:*', { host: '::', port: 22, by: '' }],
    ['LISTEN 0      128      127.0.0.53%lo:53        0.0.0.0:*', { host: '127.0.0.53', port: 53, by: '' }],
    ['LISTEN 0      128  [fe80::1%eth0]:546           [::]:*', { host: 'fe80::1', port: 546, by: '' }],
    ['LISTEN 0      128  [fe80::1]%eth0:546           [::]:*', { host: 'fe80::1', port: 546, by: '' }],
    ['LISTEN 0      511  [::ffff:127.0.0.1]:9091         *:*', { host: '127.0.0.1', port: 9091, by: '' }],
    [
      'LISTEN 0 4096 10.0.0.12:9091 0.0.0.0:* users:(("prometheus",pid=77,fd=7),("a b",pid=78,fd=7))',
      { host: '10.0.0.12', port: 9091, by: 'users:(("prometheus",pid=77,fd=7),("a b",pid=78,fd=7))' },
    ],
  ])('%s', (line, listener) => {
    expect(read({ listeners: line }).listeners).toEqual([listener])
  })

  it('that is something else is no listener', () => {
    expect(
      read({ listeners: 'sh: 1: ss: not found\n\nCannot open netlink socket: Protocol not supported' })
        .listeners,
    ).toEqual([])
  })
})

describe('the container', () => {
  it('is read from what the engine says', () => {
    expect(
      read({
        container: JSON.stringify({ ...CONTAINER, state: { Health: { Status: 'healthy' } } }),
        log: 'last words',
      }).container,
    ).toEqual({
      ...CONTAINER,
      state: undefined,
      startedAt: Date.parse('2023-11-14T22:13:20.123Z') / 1000,
      health: 'healthy',
      log: 'last words',
    })
  })

  it('has no health where it has no health check, and no labels where none are told', () => {
    const told = JSON.stringify({ ...CONTAINER, labels: null })
    expect(read({ container: told }).container).toMatchObject({ health: undefined, labels: {} })
  })

  it('started in 1970 where the engine tells no time, so that nothing that runs matches it', () => {
    const told = JSON.stringify({ ...CONTAINER, startedAt: 'yesterday' })
    expect(read({ container: told }).container?.startedAt).toBe(0)
  })

  it.each(['', 'Error: No such container: x', '[]', '{"id":'])('is not there where %j is told', (text) => {
    expect(read({ container: text }).container).toBeUndefined()
  })
})

describe('the images', () => {
  const [ID, DIGEST] = [`sha256:${'a'.repeat(64)}`, `r/p@sha256:${'b'.repeat(64)}`]

  it('are those that the engine has of what it was asked for', () => {
    expect(read({ images: `r/p:v1 ${ID} ${DIGEST}\nr/q:v1 ${ID}\n` }).images).toEqual([
      { reference: 'r/p:v1', id: ID, digests: [DIGEST] },
      { reference: 'r/q:v1', id: ID, digests: [] },
    ])
    expect(read({ images: '' }).images).toEqual([])
  })

  it('have ids and digests of the form that engines give them, or are none', () => {
    const odd = [
      `r/p:v1 latest ${DIGEST}`,
      `r/p:v1 ${ID} r/p@sha256:bb evil`,
      'r/p:v2',
      `r/p:v3 ${ID.slice(1)}`,
    ]
    expect(read({ images: odd.join('\n') }).images).toEqual([{ reference: 'r/p:v1', id: ID, digests: [] }])
  })

  it('are known of every generation on the node', () => {
    const found = read({ 'made-of': '0123456789ab r/p@sha256:bb\n* \nnotes r/p\nabc \n' })
    expect(found.madeOf).toEqual(new Map([['0123456789ab', 'r/p@sha256:bb']]))
    expect(read({ 'made-of': '* ' }).madeOf).toBeUndefined()
  })
})

describe('containers that an attempt to replace the worker left', () => {
  it('are known by name and status', () => {
    const text = '/3d07673384b6_openstack-worker-prometheus exited\n'
    expect(read({ leftovers: text }).leftovers).toEqual([
      { name: '3d07673384b6_openstack-worker-prometheus', status: 'exited' },
    ])
    expect(read({}).leftovers).toBeUndefined()
  })

  it('are the worker where there is no other, under the name that they have', () => {
    const told = { ...CONTAINER, name: '/3d07_worker', reference: 'r/p:v1' }
    expect(read({ container: JSON.stringify(told) }).container).toMatchObject({
      name: '3d07_worker',
      reference: 'r/p:v1',
    })
  })
})

describe('the files', () => {
  const SUM = 'a'.repeat(64)

  it('are read from sha256sum, on the disk and as the process sees them', () => {
    const { files } = read({
      current: 'releases/0123456789ab',
      swapped: '1700000000',
      links: 'current/docker-compose.yml\ncurrent/prometheus.yml',
      files: `${SUM}  current/prometheus.yml\n${SUM} *current/secrets/a file`,
      jobs: 'prometheus-worker\nnode\n',
      'process-files': `${SUM}  ./prometheus.yml`,
    })
    expect(files).toEqual({
      current: '0123456789ab',
      swappedAt: 1_700_000_000,
      jobs: ['prometheus-worker', 'node'],
      links: ['current/docker-compose.yml', 'current/prometheus.yml'],
      onDisk: new Map([
        ['prometheus.yml', SUM],
        ['secrets/a file', SUM],
      ]),
      seenByProcess: new Map([['prometheus.yml', SUM]]),
    })
  })

  it.each([
    '',
    '/opt/mimir-worker/releases/0123456789ab',
    'releases/../../etc',
    'releases/My Backup',
    'releases/',
  ])('are no generation of ours where `current` is %j', (current) => {
    expect(read({ current }).files.current).toBeUndefined()
  })

  it('are not those of a line that is no sum', () => {
    expect(
      read({ files: `sha256sum: x: Permission denied\n${SUM.slice(1)}  current/a` }).files.onDisk,
    ).toEqual(new Map())
  })
})

describe('hostile facts', () => {
  it('never throw', () => {
    const names = [
      'now',
      'engine',
      'addresses',
      'interfaces',
      'listeners',
      'container',
      'log',
      'images',
      'current',
      'swapped',
      'links',
      'files',
      'process-files',
      'runtime',
      'metrics',
    ]
    const text = fc.oneof(fc.string(), fc.json())
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), text), (told) => {
        expect(() => read(told)).not.toThrow()
      }),
    )
  })

  it('of the addresses in another shape are no addresses', () => {
    for (const told of [
      'null',
      '{}',
      '[null]',
      '[{"addr_info":null}]',
      '[{"addr_info":{"local":"1.2.3.4"}}]',
      'Device "x" does not exist.',
    ])
      expect(read({ addresses: told }).addresses).toEqual([])
  })
})

describe('the listeners', () => {
  const ID = 'a'.repeat(64)
  const LINE = 'LISTEN 0 4096 127.0.0.1:9150 0.0.0.0:* users:(("memcached_expor",pid=77,fd=3))'

  it('are told with the container of their process, where that was asked', () => {
    const seen = read({
      listeners: `${LINE}\nLISTEN 0 5 *:22 *:* users:(("sshd",pid=7,fd=3))`,
      owners: `77 ${ID}\n7 `,
      containers: `${ID} prometheus_memcached_exporter Up 3 hours\n${'b'.repeat(64)} etcd Exited (1) 2 days ago`,
    })
    expect(seen.listeners).toMatchObject([
      { host: '127.0.0.1', port: 9150, container: 'prometheus_memcached_exporter' },
      { host: '*', port: 22 },
    ])
    expect(seen.listeners[1]).not.toHaveProperty('container')
    expect(seen.containers).toEqual(
      new Map([
        ['prometheus_memcached_exporter', 'Up 3 hours'],
        ['etcd', 'Exited (1) 2 days ago'],
      ]),
    )
  })
})
