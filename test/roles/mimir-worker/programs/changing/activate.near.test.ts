import {
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
import { program } from '../../../../../roles/mimir-worker/programs/program.ts'
import { SHELLS, type Shell } from '../../../../remote/shells.ts'
import { HELD, putLease } from '../lease/leases.ts'
import { answerOf, failureOf, nodeWorld, QUESTIONS, type Told, type World } from '../node-world.ts'

const OLD = '0123456789ab'
const NEW = 'ba9876543210'
const SERVICE = 'openstack-worker-prometheus'
const UP = 'docker compose --env-file /dev/null -p mimir-worker -f docker-compose.yml up -d'
const HUP = `docker kill --signal HUP ${SERVICE}`
const LINKS = ['current', 'docker-compose.yml', `${SERVICE}.yml`]
const GOOD: Told = {
  ...QUESTIONS,
  'docker compose version': {},
  [UP]: {},
  [`${UP} --force-recreate`]: {},
  [HUP]: {},
}

let world: World

interface Order {
  readonly action?: 'reload' | 'start' | 'replace' | 'mend'
  readonly generation?: string
  readonly token?: string
}

function activateProgram({ action = 'reload', generation = NEW, token = '1' }: Order = {}): string {
  return program('activate', {
    DIRECTORY: world.directory,
    GENERATION: generation,
    PROJECT: 'mimir-worker',
    SERVICE,
    ACTION: action,
    BACK: action === 'reload' ? 'reload' : 'replace',
    WINDOW: '300',
    LISTEN: '127.0.0.1:9091',
    ...HELD,
    TOKEN: token,
  })
}

function activate(shell: Shell, order: Order = {}) {
  const ran = world.run(shell, activateProgram(order))
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
  putLease(world)
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
    expect(entries()).toEqual([
      '.auto-revert',
      '.lock',
      'current',
      'docker-compose.yml',
      'journal',
      'lease',
      `${SERVICE}.yml`,
      'releases',
      'unconfirmed',
    ])
  })

  it('sends SIGHUP and nothing else for a reload', () => {
    activate(shell)
    expect(world.calls()).toEqual([HUP])
  })

  it('runs compose up for a start, and recreates where it is told to', () => {
    expect(activate(shell, { action: 'start' }).answer).toMatchObject({ ok: true })
    expect(activate(shell, { action: 'replace' }).answer).toMatchObject({ ok: true })
    expect(world.calls().filter((call) => call !== 'docker compose version')).toEqual([
      UP,
      `${UP} --force-recreate`,
    ])
  })

  describe('a worker that may have to repair its log', () => {
    const ready = `docker exec ${SERVICE} promtool check ready --url=http://127.0.0.1:9091`
    const state = `docker container inspect --format {{.State.Status}} {{.RestartCount}} ${SERVICE}`
    const logs = `docker logs ${SERVICE}`
    const restart = `docker restart ${SERVICE}`
    const mended = (told: Told): string[] => {
      world.provide('touch')
      // Only its own naps: the timer that the activation leaves behind sleeps on.
      world.provide('sleep', '#!/bin/sh\n[ "$1" = 1 ] || PATH=/usr/bin:/bin exec sleep "$@"\n')
      world.tell({ ...GOOD, ...told })
      const { answer } = activate(shell, { action: 'mend' })
      expect(answer.ok && answer.value.changed).toContain('container')
      return world.calls().slice(2)
    }

    it('is started once more when it is ready, where it did', () => {
      const asked = JSON.stringify(at('asked'))
      const later = `[ -e ${asked} ] || { touch ${asked}; exit 1; }`
      const stderr = 'level=warn msg="Encountered WAL read error, attempting repair" err="corruption"'
      const told = {
        [ready]: { run: later },
        [state]: { stdout: 'running 0' },
        [logs]: { stderr },
        [restart]: {},
      }
      expect(mended(told)).toEqual([ready, state, ready, logs, restart])
    })

    it('is left alone where it did not', () => {
      expect(mended({ [ready]: {}, [logs]: { stderr: 'msg="WAL replay completed"' } })).toEqual([ready, logs])
    })

    it('is left alone where it does not stay up', () => {
      expect(mended({ [ready]: { exit: 1 }, [state]: { stdout: 'restarting 3' } })).toEqual([ready, state])
    })

    it('is waited for a minute and no longer', () => {
      const calls = mended({ [ready]: { exit: 1 }, [state]: { stdout: 'running 0' } })
      expect(calls.filter((call) => call === ready)).toHaveLength(60)
    })
  })

  it('starts by docker-compose where the engine has no compose of its own', () => {
    world.tell({
      ...QUESTIONS,
      'docker compose version': { exit: 1 },
      'docker-compose --env-file .no-env -p mimir-worker -f docker-compose.yml up -d': {},
    })
    expect(activate(shell, { action: 'start' }).answer).toMatchObject({ ok: true })
  })

  it('leaves links alone that are right already, so that the time of the swap stays', () => {
    activate(shell)
    const links = (): number[] => LINKS.map((name) => lstatSync(at(name)).ino)
    const before = links()
    expect(activate(shell).answer).toMatchObject({ ok: true, value: { changed: ['configuration'] } })
    expect(links()).toEqual(before)
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
    const refuse = 'case $* in *current) echo "mv: cannot move: Read-only file system" >&2; exit 1 ;; esac'
    world.provide('mv', `#!/bin/sh\n${refuse}\nexec /usr/bin/env PATH=/usr/bin:/bin mv "$@"\n`)
    expect(failureOf(activate(shell).answer)).toBe('not-writable: mv: cannot move: Read-only file system')
    expect(readlinkSync(at('current'))).toBe(`releases/${OLD}`)
    expect(entries().filter((name) => LINKS.includes(name))).toEqual(['current'])
    expect(world.calls()).toEqual([])
  })

  it('reports a directory that is not there', () => {
    world.run(shell, `rm -r ${JSON.stringify(world.directory)}`)
    expect(failureOf(activate(shell).answer)).toMatch(/^not-writable: .* cannot be entered$/u)
  })

  it('is not led astray by the link that a killed run left behind', () => {
    const text = `ln -s releases/${OLD} .current.new.$$\n${activateProgram()}`
    world.run(shell, `cd ${JSON.stringify(world.directory)}\n${text}`)
    expect(readlinkSync(at('current'))).toBe(`releases/${NEW}`)
    expect(readdirSync(at('releases', OLD)).sort()).toEqual(['docker-compose.yml', 'prometheus.yml'])
  })
})
