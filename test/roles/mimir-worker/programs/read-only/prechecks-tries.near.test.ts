import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Inspection } from '../../../../../roles/mimir-worker/prechecks/inspection.ts'
import { posixQuote } from '../../../../../src/shell/posix-quote.ts'
import { SHELLS, type Shell } from '../../../../remote/shells.ts'
import { nodeWorld, type World } from '../node-world.ts'
import { type PushStandIn, pushStandIn } from '../push-stand-in.ts'
import { inspectIn, WELL } from './inspected.ts'

let world: World
let server: PushStandIn

beforeAll(async () => {
  server = await pushStandIn()
})
afterAll(async () => server.end())
beforeEach(() => {
  world = nodeWorld()
  for (const tool of ['cut', 'df', 'head', 'mktemp', 'sed', 'sort', 'tail', 'getent']) world.provide(tool)
  world.provide('curl')
  world.tell(WELL)
})
afterEach(() => world.remove())

function inspect(shell: Shell, changes: Readonly<Record<string, string>> = {}, before = ''): Inspection {
  return inspectIn({ world, port: server.port }, shell, changes, before)
}

describe.each(SHELLS)('what prechecks try in $name', (shell) => {
  it('is to write as a stage would, and nothing of it stays', () => {
    const { writing } = inspect(shell)
    expect(writing.files).toEqual({ exit: 0, text: '' })
    expect(readdirSync(world.root)).not.toContain('opt')
  })

  it('leaves a directory that is there as it was', () => {
    mkdirSync(world.directory, { recursive: true })
    writeFileSync(join(world.directory, 'prometheus.yml'), 'by hand')
    expect(inspect(shell, { DIRECTORY: world.directory }).writing.files.exit).toBe(0)
    expect(readdirSync(world.directory)).toEqual(['prometheus.yml'])
  })

  it.each([
    ['a file in its place', () => writeFileSync(world.directory, ''), /File exists|Not a directory/u],
    [
      'a link that leads nowhere',
      () => symlinkSync('/no/where', world.directory),
      /mimir-worker\na link to \/no\/where$/u,
    ],
    ['a file system that gives no file to a group', () => world.provide('chgrp', REFUSES), /not permitted/u],
    ['a file system without locks', () => world.provide('flock', NO_LOCKS), /No locks available/u],
    ['a quota that is used up', () => world.provide('sync', QUOTA), /quota exceeded/u],
  ])('says why not: %s', (_, prepare, evidence) => {
    mkdirSync(join(world.root, 'opt'))
    prepare()
    const { files } = inspect(shell, { DIRECTORY: world.directory }).writing
    expect(files.exit).toBeGreaterThan(0)
    expect(files.text).toMatch(evidence)
    expect(readdirSync(join(world.root, 'opt')).filter((name) => name !== 'mimir-worker')).toEqual([])
  })

  it('is to write where the engine has its images', () => {
    const root = join(world.root, 'docker')
    mkdirSync(root)
    world.tell({ ...WELL, 'docker info *': { stdout: `${root}\n` } })
    expect(inspect(shell).writing.images).toEqual({ exit: 0, text: root })
    expect(readdirSync(root)).toEqual([])
  })

  it('says nothing of a disk that the engine did not name', () => {
    world.tell({ ...WELL, 'docker info *': { exit: 1 } })
    expect(inspect(shell)).toMatchObject({ disks: { images: undefined }, writing: { images: undefined } })
  })
})

const REFUSES = '#!/bin/sh\necho "chgrp: changing group of $2: Operation not permitted" >&2\nexit 1\n'
const NO_LOCKS = '#!/bin/sh\necho "flock: $3: No locks available" >&2\nexit 71\n'
const QUOTA = '#!/bin/sh\necho "sync: error syncing $1: Disk quota exceeded" >&2\nexit 1\n'

describe.each(SHELLS)('what prechecks cannot look at in $name', (shell) => {
  it('is not taken for nothing: rules of a packet filter that refuses', () => {
    world.provide('iptables', '#!/bin/sh\necho "iptables: Permission denied" >&2\nexit 4\n')
    expect(inspect(shell).firewall).toEqual({ exit: 1, text: 'iptables: iptables: Permission denied' })
    world.provide('nft', '#!/bin/sh\nexit 0\n')
    expect(inspect(shell).firewall).toEqual([])
  })

  it('is named: df fails, or does not end', () => {
    world.provide('df', '#!/bin/sh\necho "df: /opt: Stale file handle" >&2\nexit 1\n')
    expect(inspect(shell).disks.files).toMatchObject({ exit: 1 })
  })

  it.each(['df', 'mktemp', 'base64', 'timeout'])('is named: there is no %s', (tool) => {
    world.withdraw(tool)
    expect(() => inspect(shell)).toThrow(`tool-missing: ${tool}`)
  })
})

describe.each(SHELLS)('logins to registries in $name', (shell) => {
  const configured = (config: string): Inspection['credentials'] => {
    mkdirSync(join(world.root, 'client'))
    writeFileSync(join(world.root, 'client', 'config.json'), config)
    const home = `export DOCKER_CONFIG=${posixQuote(join(world.root, 'client'))}`
    return inspect(shell, {}, home).credentials
  }

  it('are nothing to ask about where the client has no configuration', () => {
    expect(inspect(shell, {}, 'export HOME=/no/where').credentials).toBeUndefined()
  })

  it('have helpers, of which it is known whether they are there; no login is read', () => {
    world.provide('docker-credential-pass', '#!/bin/sh\nexit 0\n')
    const config = {
      auths: { 'quay.io': { auth: 'c2VjcmV0OnNlY3JldA==' } },
      credsStore: 'desktop',
      credHelpers: { 'quay.io': 'pass', 'registry.example:5000': 'ecr-login' },
    }
    for (const text of [JSON.stringify(config), JSON.stringify(config, null, '\t')]) {
      rmSync(join(world.root, 'client'), { recursive: true, force: true })
      expect(configured(text)).toEqual({
        file: join(world.root, 'client', 'config.json'),
        helpers: new Map([
          ['*', { name: 'docker-credential-desktop', there: false }],
          ['quay.io', { name: 'docker-credential-pass', there: true }],
          ['registry.example:5000', { name: 'docker-credential-ecr-login', there: false }],
        ]),
      })
    }
  })

  it('have none', () => {
    expect(configured('{ "auths": {} }')).toMatchObject({ helpers: new Map() })
  })
})

describe.each(SHELLS)('a name in $name', (shell) => {
  it('is resolved as a container would, and beside it as the node does', () => {
    world.provide(
      'getent',
      '#!/bin/sh\n[ "$1" != -s ] || exit 2\necho "10.0.0.5 STREAM mimir"\necho "10.0.0.5 DGRAM"\n',
    )
    expect(inspect(shell).name).toEqual({ exit: 2, addresses: [], ofNode: ['10.0.0.5'] })
  })
})
