import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { program } from '../../../../roles/mimir-worker/programs.ts'
import { SHELLS, type Shell } from '../../../remote/shells.ts'
import { answerOf, failureOf, nodeWorld, type Told, type World } from './node-world.ts'

const OLD = '0123456789ab'
const NEW = 'ba9876543210'
const SERVICE = 'openstack-worker-prometheus'
const UP = 'docker compose -p mimir-worker -f docker-compose.yml up -d'
const HUP = `docker kill --signal HUP ${SERVICE}`
const GOOD: Told = { 'docker compose version': {}, [UP]: {}, [`${UP} --force-recreate`]: {}, [HUP]: {} }

let world: World

interface Order {
  readonly action?: 'reload' | 'start'
  readonly recreate?: string
  readonly generation?: string
}

function activate(shell: Shell, { action = 'reload', recreate = '', generation = NEW }: Order = {}) {
  const ran = world.run(
    shell,
    program('activate', {
      DIRECTORY: world.directory,
      GENERATION: generation,
      PROJECT: 'mimir-worker',
      SERVICE,
      ACTION: action,
      RECREATE: recreate,
      KEEP: '5',
    }),
  )
  return { ...ran, answer: answerOf(ran) }
}

const at = (...path: string[]): string => join(world.directory, ...path)
const entries = (): string[] => readdirSync(world.directory).sort()

function release(name: string, age = 0): void {
  mkdirSync(at('releases', name), { recursive: true })
  for (const file of ['prometheus.yml', 'docker-compose.yml']) writeFileSync(at('releases', name, file), name)
  const then = new Date(Date.now() - age * 1000)
  utimesSync(at('releases', name), then, then)
}

beforeEach(() => {
  world = nodeWorld()
  world.tell(GOOD)
  release(OLD, 60)
  release(NEW)
  symlinkSync(`releases/${OLD}`, at('current'))
})
afterEach(() => world.remove())

describe.each(SHELLS)('activate in $name', (shell) => {
  it('swaps `current` and brings the links that people use, all relative', () => {
    const { answer, exitCode, stderr } = activate(shell)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(answer).toMatchObject({
      ok: true,
      value: { changed: ['links', 'configuration'] },
    })
    expect(readlinkSync(at('current'))).toBe(`releases/${NEW}`)
    expect(readlinkSync(at('docker-compose.yml'))).toBe('current/docker-compose.yml')
    expect(readlinkSync(at(`${SERVICE}.yml`))).toBe('current/prometheus.yml')
    expect(readFileSync(at(`${SERVICE}.yml`), 'utf8')).toBe(NEW)
    expect(entries()).toEqual(['current', 'docker-compose.yml', `${SERVICE}.yml`, 'releases'])
  })

  it('sends SIGHUP and nothing else for a reload', () => {
    activate(shell)
    expect(world.calls()).toEqual([HUP])
  })

  it('runs compose up for a start, and recreates where it is told to', () => {
    expect(activate(shell, { action: 'start' }).answer).toMatchObject({ ok: true })
    expect(activate(shell, { action: 'start', recreate: '--force-recreate' }).answer).toMatchObject({
      ok: true,
    })
    expect(world.calls().filter((call) => call !== 'docker compose version')).toEqual([
      UP,
      `${UP} --force-recreate`,
    ])
  })

  it('starts by docker-compose where the engine has no compose of its own', () => {
    world.tell({
      'docker compose version': { exit: 1 },
      'docker-compose -p mimir-worker -f docker-compose.yml up -d': {},
    })
    expect(activate(shell, { action: 'start' }).answer).toMatchObject({ ok: true })
  })

  it('leaves links alone that are right already, so that the time of the swap stays', () => {
    activate(shell)
    const before = entries().map((name) => lstatSync(at(name)).ino)
    expect(activate(shell).answer).toMatchObject({ ok: true, value: { changed: ['configuration'] } })
    expect(entries().map((name) => lstatSync(at(name)).ino)).toEqual(before)
  })

  it('sets aside what an operator had there as files, and never overwrites it', () => {
    writeFileSync(at('docker-compose.yml'), 'by hand')
    writeFileSync(at(`${SERVICE}.yml`), 'also by hand')
    expect(activate(shell).answer).toMatchObject({ ok: true })
    const kept = entries().filter((name) => name.includes('.before-kolla-mimir.'))
    expect(kept.map((name) => readFileSync(at(name), 'utf8'))).toEqual(['by hand', 'also by hand'])
    expect(readlinkSync(at('docker-compose.yml'))).toBe('current/docker-compose.yml')
  })

  it('sets a folder aside that stands where `current` belongs', () => {
    world.run(shell, `rm ${JSON.stringify(at('current'))}`)
    mkdirSync(at('current'))
    expect(activate(shell).answer).toMatchObject({ ok: true })
    expect(readlinkSync(at('current'))).toBe(`releases/${NEW}`)
    expect(entries().some((name) => name.startsWith('current.before-kolla-mimir.'))).toBe(true)
  })

  it('reports an engine that refuses, after the swap, with what it said', () => {
    world.tell({ ...GOOD, [HUP]: { exit: 1, stderr: `Error: No such container: ${SERVICE}` } })
    expect(activate(shell).answer).toEqual({
      ok: false,
      failure: `start-failed: Error: No such container: ${SERVICE}`,
    })
    world.tell({ ...GOOD, [UP]: { exit: 1, stderr: 'Conflict.' } })
    expect(activate(shell, { action: 'start' }).answer).toEqual({
      ok: false,
      failure: 'start-failed: Conflict.',
    })
  })

  it('reports a link that cannot be swapped, and starts nothing', () => {
    world.provide('mv', '#!/bin/sh\necho "mv: cannot move: Read-only file system" >&2\nexit 1\n')
    expect(failureOf(activate(shell).answer)).toBe('not-writable: mv: cannot move: Read-only file system')
    expect(readlinkSync(at('current'))).toBe(`releases/${OLD}`)
    expect(entries()).toEqual(['current', 'releases'])
    expect(world.calls()).toEqual([])
  })

  it('reports a directory that is not there', () => {
    world.run(shell, `rm -r ${JSON.stringify(world.directory)}`)
    expect(failureOf(activate(shell).answer)).toMatch(/^not-writable: .* cannot be entered$/u)
  })

  it('keeps the five newest generations, and the current and the previous one however old', () => {
    release(OLD, 9000)
    release(NEW, 8000)
    for (const [index, name] of ['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7'].entries())
      release(name, index * 100)
    activate(shell)
    expect(readdirSync(at('releases')).sort()).toEqual([OLD, 'a1', 'a2', 'a3', 'a4', 'a5', NEW])
  })

  it('removes nothing from releases/ that is no generation', () => {
    const strangers = ['my backup', '*', 'old.tar', 'a1 ..', '-rf']
    for (const [index, name] of strangers.entries()) {
      mkdirSync(at('releases', name))
      utimesSync(at('releases', name), index + 1, index + 1)
    }
    for (const name of ['a1', 'a2', 'a3', 'a4', 'a5', 'a6']) release(name)
    expect(activate(shell).answer).toMatchObject({ ok: true })
    for (const name of strangers) expect(existsSync(at('releases', name))).toBe(true)
  })

  it('is not led astray by the link that a killed run left behind', () => {
    const text = `ln -s releases/${OLD} .current.new.$$\n${program('activate', {
      DIRECTORY: world.directory,
      GENERATION: NEW,
      PROJECT: 'mimir-worker',
      SERVICE,
      ACTION: 'reload',
      RECREATE: '',
      KEEP: '5',
    })}`
    world.run(shell, `cd ${JSON.stringify(world.directory)}\n${text}`)
    expect(readlinkSync(at('current'))).toBe(`releases/${NEW}`)
    expect(readdirSync(at('releases', OLD)).sort()).toEqual(['docker-compose.yml', 'prometheus.yml'])
  })
})
