import { spawnSync } from 'node:child_process'
import { chmodSync, lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { renderGeneration } from '../../../../../roles/mimir-worker/generation/generation.ts'
import { SHELLS, type Shell } from '../../../../remote/shells.ts'
import { VARS } from '../../sample.ts'
import { nodeWorld, type Told, type World } from '../node-world.ts'
import { type StandIn, workerStandIn } from '../worker-stand-in.ts'
import {
  BARE,
  CONFIG,
  CONTAINER,
  IMAGE,
  IMAGE_ID,
  type ObserveChanges,
  observeIn,
  PAGES,
  PID,
  PLAIN,
  running,
  SERVICE,
  type Seen,
} from './observed.ts'

const GENERATION = renderGeneration(VARS)

let world: World
let server: StandIn

function observe(shell: Shell, apiInterface = '', expected: ObserveChanges = {}): Seen {
  return observeIn({ world, port: server.port }, shell, apiInterface, expected)
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

  it('names folders that the worker cannot enter, or that others may write to', () => {
    installed()
    world.tell(running())
    expect(observe(shell).facts.files.closed).toBeUndefined()
    chmodSync(world.directory, 0o700)
    chmodSync(at('releases', GENERATION.name), 0o777)
    const uid = String(process.getuid?.() ?? 0)
    expect(observe(shell).facts.files.closed).toEqual([
      { path: '.', mode: '700', uid },
      { path: 'current', mode: '777', uid },
    ])
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
