import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { SHELLS, type Shell } from '../../../../remote/shells.ts'
import { nodeWorld, type Told, type World } from '../node-world.ts'
import { type StandIn, workerStandIn } from '../worker-stand-in.ts'
import { BARE, type ObserveChanges, observeIn, PAGES, PID, running, SERVICE, type Seen } from './observed.ts'

let world: World
let server: StandIn

function observe(shell: Shell, apiInterface = '', expected: ObserveChanges = {}): Seen {
  return observeIn({ world, port: server.port }, shell, apiInterface, expected)
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

const ESSENTIAL = [
  'base64',
  'cut',
  'date',
  'find',
  'grep',
  'head',
  'ls',
  'readlink',
  'rm',
  'sed',
  'sha256sum',
  'sort',
  'stat',
  'sync',
  'tail',
  'timeout',
  'tr',
]

describe.each(SHELLS)('a node that lacks a tool, in $name', (shell) => {
  it.each(ESSENTIAL)('is not observed without %s, whose absence would be taken for an answer', (tool) => {
    world.withdraw(tool)
    world.tell(BARE)
    expect(() => observe(shell)).toThrow(`tool-missing: ${tool}`)
  })

  it('is not said to have no address where ip is not there to ask', () => {
    world.withdraw('ip')
    world.tell(BARE)
    expect(() => observe(shell, 'lo')).toThrow('tool-missing: ip')
    // Without the interface there is nothing to ask for.
    expect(observe(shell, 'no-such').facts.addresses).toBeUndefined()
  })

  it('is not said to have no address where ip fails', () => {
    const stderr = 'Option "-j" is unknown, try "ip -help".'
    world.tell({ ...BARE, 'ip -j addr show dev lo': { exit: 255, stderr } })
    expect(() => observe(shell, 'lo')).toThrow(`ip -j addr show dev lo: ${stderr}`)
  })

  it('is asked of its kernel what listens where it has no ss, or one that fails', () => {
    for (const broken of [false, true]) {
      if (broken) world.provide('ss', '#!/bin/sh\necho "Cannot open netlink socket" >&2\nexit 1\n')
      else world.withdraw('ss')
      world.tell({ ...BARE, 'docker ps *': { stdout: '' } })
      const { listeners, containers } = observe(shell, '', { ports: '9100' }).facts
      expect(listeners).toContainEqual({ host: '127.0.0.1', port: server.port, by: `process ${PID}` })
      expect(containers).toEqual(new Map())
    }
  })

  it('names a client to install where neither the node nor the image has one', () => {
    world.withdraw('curl')
    world.tell({ ...running(), 'docker exec *': { exit: 127, stderr: 'exec: "wget": not found' } })
    expect(() => observe(shell)).toThrow('tool-missing: curl')
  })

  it('is not taken for one with Docker where podman answers to that name', () => {
    world.tell({
      'docker --version': { stdout: 'podman version 4.3.1\n', stderr: 'Emulate Docker CLI using podman.' },
      'ss -ltnHp': {},
    })
    expect(observe(shell).facts.engine).toEqual({ state: 'podman', evidence: 'podman version 4.3.1' })
    world.calls()
  })

  it('is not taken for one without an engine where it has podman alone', () => {
    world.withdraw('docker')
    world.provide('podman', '#!/bin/sh\necho podman version 5.4.2\n')
    world.tell({ 'ss -ltnHp': {} })
    expect(observe(shell).facts.engine).toEqual({ state: 'podman', evidence: 'podman version 5.4.2' })
  })
})

describe.each(SHELLS)('the health of a worker in $name', (shell) => {
  const state = (health: object): Told => running({ state: { Health: health } })
  const asked = (): string =>
    `docker exec ${SERVICE} promtool check ready --url=http://127.0.0.1:${server.port}`

  it('is that of the last check that the engine made', () => {
    const last = { Start: '2026-11-30T00:00:00Z', ExitCode: 1, Output: 'error: 503' }
    world.tell(state({ Status: 'healthy', FailingStreak: 1, Log: [{ ExitCode: 0, Output: '' }, last] }))
    expect(observe(shell).facts.container?.healthCheck).toEqual({ exitCode: 1, output: 'error: 503' })
  })

  it.each([0, 1])('is asked for as the engine would, before it has: exit %i', (exit) => {
    world.tell({
      ...state({ Status: 'starting', FailingStreak: 0, Log: [] }),
      [asked()]: { exit, stdout: exit === 0 ? '' : 'Get "http://…": proxyconnect tcp: refused' },
    })
    expect(observe(shell).facts.container?.healthCheck).toEqual({
      exitCode: exit,
      output: exit === 0 ? '' : 'Get "http://…": proxyconnect tcp: refused',
    })
  })
})

describe.each(SHELLS)('what stands for names in $name', (shell) => {
  const hosts = readFileSync('/etc/hosts', 'utf8')
  const resolver = existsSync('/etc/resolv.conf') ? readFileSync('/etc/resolv.conf', 'utf8') : ''
  let etc: string

  beforeEach(() => {
    etc = join(world.root, 'etc')
    mkdirSync(join(etc, 'docker'), { recursive: true })
    writeFileSync(join(etc, 'hosts'), hosts)
    writeFileSync(join(etc, 'resolv.conf'), resolver)
    world.tell(running())
  })

  it('is the same on the node and to the worker as long as the files are', () => {
    expect(observe(shell, '', { etc }).facts.names).toMatchObject({
      hosts: { node: [], worker: [] },
      connections: [],
    })
  })

  it('differs by the lines that only one of them has', () => {
    writeFileSync(join(etc, 'hosts'), `${hosts}\n10.0.0.5\t mimir.example  mimir # new\n`)
    writeFileSync(join(etc, 'resolv.conf'), '# by hand\nnameserver 10.0.0.53\nsearch example\n')
    const { names } = observe(shell, '', { etc }).facts
    expect(names?.hosts).toMatchObject({ node: ['10.0.0.5 mimir.example mimir'], worker: [] })
    expect(names?.servers?.node).toEqual(['nameserver 10.0.0.53', 'search example'])
    expect(Math.abs((names?.hosts.changedAt ?? 0) - Date.now() / 1000)).toBeLessThan(60)
  })

  it('is not compared for name servers that the engine gives to containers', () => {
    writeFileSync(join(etc, 'docker', 'daemon.json'), '{\n  "dns": ["10.0.0.54"]\n}\n')
    expect(observe(shell, '', { etc }).facts.names?.servers).toBeUndefined()
  })

  it('includes what Mimir’s name is in the file of hosts, and where the worker is connected', async () => {
    world.provide('getent')
    const { facts } = observe(shell, '', { etc, mimir: 'localhost' })
    expect(facts.names?.mimir).toMatchObject({ name: 'localhost', source: 'files' })
    expect(facts.names?.mimir?.addresses).toContain('127.0.0.1')
  })
})
