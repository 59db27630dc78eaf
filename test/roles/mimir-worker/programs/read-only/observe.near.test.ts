import { spawnSync } from 'node:child_process'
import { lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { renderGeneration } from '../../../../../roles/mimir-worker/generation/generation.ts'
import type { Facts } from '../../../../../roles/mimir-worker/node/facts.ts'
import { readFacts } from '../../../../../roles/mimir-worker/node/read-facts.ts'
import { program } from '../../../../../roles/mimir-worker/programs/program.ts'
import { SHELLS, type Shell } from '../../../../remote/shells.ts'
import { VARS } from '../../sample.ts'
import { answerOf, nodeWorld, QUESTIONS, type Told, type World } from '../node-world.ts'
import { type StandIn, workerStandIn } from '../worker-stand-in.ts'

const SERVICE = 'openstack-worker-prometheus'
const GENERATION = renderGeneration(VARS)
const IMAGE = 'registry.example/prom/prometheus:v2.53.3'
const HAS = `docker image inspect --format {{.Id}}{{range .RepoDigests}} {{.}}{{end}} ${IMAGE}`
const IMAGE_ID = `sha256:${'a'.repeat(64)}`
const data = (value: unknown): string => JSON.stringify({ status: 'success', data: value })
const CONFIG = `global:\n  external_labels:\n    odd: "\\"'$\`${'x'.repeat(70_000)}"\n`

const PAGES = {
  '/api/v1/status/runtimeinfo': data({ startTime: '2023-11-14T22:13:21Z' }),
  '/api/v1/status/flags': data({ 'config.file': '/etc/mimir-worker/current/prometheus.yml' }),
  '/api/v1/status/config': data({ yaml: CONFIG }),
  '/api/v1/targets?state=active': data({
    activeTargets: [{ scrapePool: 'a', scrapeUrl: 'u', health: 'up' }],
  }),
  '/metrics':
    'go_goroutines 5\nprocess_start_time_seconds 1.7e+09\nprometheus_remote_storage_samples_total{url="u"} 3\n',
}

const PLAIN = {
  id: 'c1',
  image: 'sha256:aa',
  restarts: 0,
  status: 'running',
  exitCode: 0,
  startedAt: '2023-11-14T22:13:20Z',
  labels: { odd: '"\'$` \n' },
}

/** As the engine tells it. */
const CONTAINER = { ...PLAIN, state: { Health: { Status: 'healthy' } } }

let world: World
let server: StandIn

interface Seen {
  readonly facts: Facts
  readonly exitCode: number | null
  readonly stderr: string
}

function observe(
  shell: Shell,
  apiInterface = '',
  expected: { address?: string; ports?: string; listen?: '' } = {},
): Seen {
  const text = program('observe', {
    DIRECTORY: world.directory,
    PROJECT: 'mimir-worker',
    SERVICE,
    IMAGE,
    LISTEN: expected.listen ?? `127.0.0.1:${server.port}`,
    LISTEN_HOST: expected.listen ?? '127.0.0.1',
    // Where the container is told to listen, it is asked, whatever port it shall have.
    LISTEN_PORT: expected.listen === undefined ? String(server.port) : '1',
    MOUNTED_AT: world.directory,
    INTERFACE: apiInterface,
    ADDRESS: expected.address ?? '',
    PORTS: expected.ports ?? '',
  })
  const { exitCode, stderr, ...ran } = world.run(shell, text)
  const answer = answerOf({ exitCode, stderr, ...ran })
  if (!answer.ok) throw new Error(`${answer.failure}${stderr}`)
  return { facts: readFacts(answer.value), exitCode, stderr }
}

/** A process whose /proc/PID/root is the root of this test. */
const PID = process.pid

const running = (changes: object = {}): Told => {
  const container = JSON.stringify({ ...CONTAINER, ...changes })
  return {
    [`docker container inspect --format *`]: { stdout: `${PID} ${container}\n` },
    [HAS]: { stdout: IMAGE_ID },
    ...QUESTIONS,
    'ss -ltnH': { stdout: 'LISTEN 0 4096 127.0.0.1:9091 0.0.0.0:*\n' },
  }
}

const BARE: Told = {
  'docker container inspect *': { exit: 1, stderr: `Error: No such container: ${SERVICE}` },
  'docker version --format *': { stdout: '20.10.24' },
  ...QUESTIONS,
  'ss -ltnHp': { stdout: 'LISTEN 0 4096 10.0.0.12:9091 0.0.0.0:* users:(("prometheus",pid=7,fd=7))\n' },
}

const at = (...path: string[]): string => join(world.directory, ...path)

function installed(): void {
  mkdirSync(at('releases', GENERATION.name), { recursive: true })
  for (const { path, text } of GENERATION.files) writeFileSync(at('releases', GENERATION.name, path), text)
  symlinkSync(`releases/${GENERATION.name}`, at('current'))
  symlinkSync('current/docker-compose.yml', at('docker-compose.yml'))
  symlinkSync('current/prometheus.yml', at(`${SERVICE}.yml`))
}

/** Everything below the worker's directory, with what tells that it was touched. */
function tree(): unknown[] {
  return readdirSync(world.directory, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((path) => {
      const { ino, mode, mtimeMs, ctimeMs } = lstatSync(at(path))
      return { path, ino, mode, mtimeMs, ctimeMs }
    })
}

beforeAll(async () => {
  server = await workerStandIn(PAGES)
})
afterAll(async () => server.end())
beforeEach(() => {
  world = nodeWorld()
  world.provide('curl')
})
afterEach(() => world.remove())

describe.each(SHELLS)('observe in $name', (shell) => {
  it('tells all of a node on which the worker runs, and changes nothing', () => {
    installed()
    world.tell(running())
    const before = tree()
    const { facts, exitCode, stderr } = observe(shell)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    const sums = new Map(GENERATION.files.map(({ path, sha256 }) => [path, sha256]))
    expect(facts).toMatchObject({
      engine: { state: 'up' },
      container: { ...PLAIN, health: 'healthy', startedAt: 1_700_000_000, log: '' },
      images: [{ reference: IMAGE, id: IMAGE_ID, digests: [] }],
      madeOf: new Map([[GENERATION.name, IMAGE]]),
      files: { current: GENERATION.name, links: ['current/docker-compose.yml', 'current/prometheus.yml'] },
      listeners: [{ host: '127.0.0.1', port: 9091, by: '' }],
    })
    expect(facts.files.onDisk).toEqual(sums)
    expect(facts.files.seenByProcess).toEqual(sums)
    expect(Math.abs(facts.files.swappedAt - facts.now)).toBeLessThan(30)
    expect(Math.abs(facts.now - Date.now() / 1000)).toBeLessThan(30)
    expect(tree()).toEqual(before)
    expect(world.calls()).toHaveLength(3)
  })

  it('tells of a bare node, and who holds which port', () => {
    world.tell(BARE)
    const { facts } = observe(shell)
    expect(facts).toMatchObject({
      engine: { state: 'up' },
      container: undefined,
      images: [],
      worker: undefined,
      files: { current: undefined, swappedAt: 0 },
      listeners: [{ host: '10.0.0.12', port: 9091, by: 'users:(("prometheus",pid=7,fd=7))' }],
    })
  })

  it('tells of a node without an engine', () => {
    world.withdraw('docker')
    world.tell(BARE)
    expect(observe(shell).facts).toMatchObject({ engine: { state: 'missing' }, container: undefined })
  })

  it('tells of an engine that is down, with what it said', () => {
    const stderr = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock.'
    world.tell({ ...BARE, 'docker version --format *': { exit: 1, stderr } })
    expect(observe(shell).facts).toMatchObject({
      engine: { state: 'down', evidence: stderr },
      images: [],
    })
  })

  it('asks for the last words of a container that does not simply run', () => {
    world.tell({
      ...BARE,
      'docker container inspect *': {
        stdout: `0 ${JSON.stringify({ ...CONTAINER, status: 'exited', exitCode: 1 })}`,
      },
      [`docker logs --tail 20 ${SERVICE}`]: { stderr: 'bind: address already in use\n' },
    })
    expect(observe(shell).facts).toMatchObject({
      container: { status: 'exited', exitCode: 1, log: 'bind: address already in use' },
      worker: undefined,
    })
  })

  it('asks the interface for its addresses, or for the names of those that are there', () => {
    world.tell({
      ...BARE,
      'ip -j addr show dev bond0.1': { stdout: '[{"addr_info":[{"scope":"global","local":"10.0.0.12"}]}]' },
    })
    expect(observe(shell, 'bond0.1').facts).toMatchObject({ addresses: ['10.0.0.12'], interfaces: [] })
    world.tell({ ...BARE, 'ip -j addr show dev eth9': { exit: 1, stderr: 'Device "eth9" does not exist.' } })
    const { facts } = observe(shell, 'eth9')
    expect(facts.addresses).toBeUndefined()
    expect(facts.interfaces).toContain('lo')
  })

  it('sees that a process has other files than the disk, and what strangers are there', () => {
    installed()
    world.tell(running())
    writeFileSync(at('releases', GENERATION.name, 'rules.yml'), 'stranger')
    const { files } = observe(shell).facts
    const known = GENERATION.files.map(({ path }) => path)
    expect([...files.onDisk.keys()].sort()).toEqual([...known, 'rules.yml'].sort())
  })

  it('tells of a link that leads nowhere', () => {
    installed()
    world.run(shell, `rm -r ${JSON.stringify(at('releases'))}`)
    world.tell(running())
    expect(observe(shell).facts.files).toMatchObject({
      current: GENERATION.name,
      onDisk: new Map(),
      seenByProcess: new Map(),
    })
  })
})

const installedTool = (name: string): boolean => spawnSync(name, ['--version']).status === 0

describe.each(SHELLS)('the worker is asked in $name', (shell) => {
  it.each(['curl', 'bash', 'wget'].flatMap((tool) => [{ tool }, { tool, listen: '' } as const]))(
    'with $tool alone, and where its own container is told to listen while the API address is not known: $listen',
    { skip: !['curl', 'bash', 'wget'].every(installedTool) },
    ({ tool, ...known }) => {
      world.withdraw('curl')
      world.provide(tool)
      const stdout = `--config.file=/x\n--web.listen-address=127.0.0.1:${server.port}\n\n`
      world.tell({ [`docker container inspect --format {{range*`]: { stdout }, ...running() })
      const { worker } = observe(shell, '', known).facts
      expect(worker).toMatchObject({
        connectionError: undefined,
        startTime: 1_700_000_000,
        flags: { 'config.file': '/etc/mimir-worker/current/prometheus.yml' },
        config: CONFIG,
        targets: [{ job: 'a', url: 'u', health: 'up' }],
        samples: [
          { metric: 'process_start_time_seconds' },
          { metric: 'prometheus_remote_storage_samples_total', labels: { url: 'u' }, value: 3 },
        ],
      })
    },
  )

  it('through the container where the node has none of them', () => {
    world.withdraw('curl')
    const asked = `docker exec ${SERVICE} wget -q -O - http://127.0.0.1:${server.port}`
    world.tell({
      ...running(),
      [`${asked}/api/v1/status/runtimeinfo`]: { stdout: PAGES['/api/v1/status/runtimeinfo'] },
      [`${asked}*`]: {},
    })
    expect(observe(shell).facts.worker?.connectionError).toBeUndefined()
  })

  it.each(['curl', 'bash', 'wget'])(
    'and says with the words of %s why there is no answer',
    { skip: !['curl', 'bash', 'wget'].every(installedTool) },
    async (tool) => {
      world.withdraw('curl')
      world.provide(tool)
      world.tell(running())
      const gone = await workerStandIn({})
      await gone.end()
      const before = server
      server = gone
      const { worker } = observe(shell).facts
      server = before
      expect(worker?.connectionError).not.toBe('')
      expect(worker?.connectionError).toBeDefined()
    },
  )
})

describe.each(SHELLS)('where exporters listen, in %s', (shell) => {
  const ID = 'f'.repeat(64)
  const HERE =
    'LISTEN 0 4096 10.0.0.12:9100 0.0.0.0:*\nLISTEN 0 4096 [2001:db8::12]:9104 [::]:*\nLISTEN 0 4096 *:9150 *:*\n'
  const addresses = (...found: string[]): Told => ({
    'ip -j addr show dev bond0': {
      stdout: JSON.stringify([
        { addr_info: found.map((local) => ({ local, scope: 'global', family: 'inet' })) },
      ]),
    },
  })
  const containers: Told = {
    'docker ps *': { stdout: `${ID} prometheus_cadvisor Up 2 hours\n` },
    'ss -ltnHp': {
      stdout: `LISTEN 0 9 10.0.0.12:8080 0.0.0.0:* users:(("cadvisor",pid=${PID},fd=3))\n`,
    },
  }

  it('asks no more than ss where every expected port is found, on an address of the interface or on all', () => {
    world.tell({ ...running(), 'ss -ltnH': { stdout: HERE }, ...addresses('10.0.0.12', '2001:db8::12') })
    const { facts } = observe(shell, 'bond0', { ports: '9100 9104 9150' })
    expect(facts.containers).toBeUndefined()
    expect(facts.listeners.map(({ port }) => port)).toEqual([9100, 9104, 9150])
  })

  it('takes the address that was written down for the only one', () => {
    world.tell({ ...running(), 'ss -ltnH': { stdout: HERE }, ...containers })
    expect(observe(shell, '', { address: '10.0.0.12', ports: '9100 9150' }).facts.containers).toBeUndefined()
    expect(observe(shell, '', { address: '10.0.0.12', ports: '9104' }).facts.containers).toBeDefined()
    expect(observe(shell, '', { address: '[2001:db8::12]', ports: '9104' }).facts.containers).toBeUndefined()
  })

  it('asks for the containers and their processes where one is not found', () => {
    world.tell({ ...running(), 'ss -ltnH': { stdout: HERE }, ...addresses('10.0.0.12'), ...containers })
    const { facts } = observe(shell, 'bond0', { ports: '9100 18080' })
    expect(facts.containers).toEqual(new Map([['prometheus_cadvisor', 'Up 2 hours']]))
    expect(facts.listeners).toMatchObject([{ host: '10.0.0.12', port: 8080 }])
  })

  it('tells the jobs of the current generation', () => {
    installed()
    world.tell(running())
    expect(observe(shell).facts.files.jobs).toEqual(VARS.jobs.map(({ name }) => name))
  })
})
