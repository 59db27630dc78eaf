import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { program } from '../../../../../roles/mimir-worker/programs/program.ts'
import { posixQuote } from '../../../../../src/shell/posix-quote.ts'
import { SHELLS, type Shell } from '../../../../remote/shells.ts'
import { HELD, putLease, WISH } from '../lease/leases.ts'
import { killedBehindEachLine } from '../mutants.ts'
import { answerOf, failureOf, nodeWorld, type Said, type World } from '../node-world.ts'

const GENERATION = '0123456789ab'
const SERVICE = 'openstack-worker-prometheus'
const VOLUME = 'mimir-worker-data'
const ASIDE = 'docker-compose.yml.before-kolla-mimir.1700000000'
const NAMED = `docker container inspect --format {{.Id}} ${SERVICE}`
const OWN = 'docker ps --all --quiet --no-trunc --filter label=kolla-mimir.container'
const REMOVAL = ['docker stop -t 30 c1', 'docker rm -f -v c1', `docker volume rm ${VOLUME} ${VOLUME}-3`]

let world: World
const at = (...path: string[]): string => join(world.directory, ...path)
const own = (): string[] => readdirSync(world.directory).sort()

/** An engine that has a container and a volume as long as two files are there. */
function engine(container: string | undefined, volume: boolean, changes: Record<string, Said> = {}): void {
  const [box, data] = [join(world.root, 'box'), join(world.root, 'data')].map(posixQuote)
  for (const [name, there] of [
    ['box', container !== undefined],
    ['data', volume],
  ] as const) {
    rmSync(join(world.root, name), { force: true })
    if (there) writeFileSync(join(world.root, name), '')
  }
  world.tell({
    'docker version --format {{.Server.Version}}': { stdout: '26.1' },
    [OWN]: container === '' ? {} : { run: `[ ! -e ${box} ] || echo c1` },
    [NAMED]: { run: `[ -e ${box} ] || exit 1`, stdout: 'c1' },
    [`docker volume ls --quiet --filter name=${VOLUME}`]: {
      run: `[ ! -e ${data} ] || printf '%s\\n' ${VOLUME} ${VOLUME}-3 other-${VOLUME} ${VOLUME}-of-somebody`,
    },
    'docker stop -t 30 c1': {},
    'docker rm -f -v c1': { run: `/bin/rm ${box}` },
    [`docker volume rm ${VOLUME} ${VOLUME}-3`]: { run: `/bin/rm ${data}` },
    ...changes,
  })
}

/** A node that runs a generation, with what an operator had there before. */
function worker(): void {
  mkdirSync(at('releases', GENERATION), { recursive: true })
  writeFileSync(at('releases', GENERATION, 'prometheus.yml'), '')
  symlinkSync(`releases/${GENERATION}`, at('current'))
  symlinkSync('current/docker-compose.yml', at('docker-compose.yml'))
  symlinkSync('current/prometheus.yml', at(`${SERVICE}.yml`))
  for (const name of ['history', 'journal', 'unconfirmed', '.auto-revert', '.lock'])
    writeFileSync(at(name), '')
  putLease(world)
}

const variables = () => ({ DIRECTORY: world.directory, SERVICE, VOLUME })

function take(shell: Shell, changes: Partial<Record<keyof typeof WISH, string>> = {}) {
  return answerOf(world.run(shell, program('take-lease', { ...variables(), ...WISH, ...changes })))
}

const destroyProgram = (token = '1'): string => program('destroy', { ...variables(), ...HELD, TOKEN: token })

function destroy(shell: Shell, token?: string) {
  const ran = world.run(shell, destroyProgram(token))
  expect(ran.stderr).toBe('')
  return answerOf(ran)
}

beforeEach(() => {
  world = nodeWorld()
  engine(GENERATION, true)
})
afterEach(() => world.remove())

describe.each(SHELLS)('destroy in $name', (shell) => {
  it('removes container, data and files, and then the directory', () => {
    worker()
    expect(destroy(shell)).toMatchObject({ ok: true, value: { changed: ['container', 'volume', 'files'] } })
    expect(existsSync(world.directory)).toBe(false)
    expect(world.calls().filter((call) => REMOVAL.includes(call))).toEqual(REMOVAL)
  })

  it('leaves what is the operator’s: files set aside, plain files under our names, strangers in releases/', () => {
    worker()
    rmSync(at('docker-compose.yml'))
    for (const name of [ASIDE, 'docker-compose.yml', 'notes of mine']) writeFileSync(at(name), 'mine')
    writeFileSync(at('releases', 'notes'), 'mine')
    for (const name of ['20261130', 'deadbeef', 'cafecafecafe']) {
      mkdirSync(at('releases', name))
      writeFileSync(at('releases', name, 'dump.sql'), 'mine')
    }
    // One that was cut off while it was written.
    mkdirSync(at('releases', 'abcdefabcdef', 'secrets'), { recursive: true })
    const answer = destroy(shell)
    expect(own()).toEqual(['docker-compose.yml', ASIDE, 'notes of mine', 'releases'].sort())
    expect(readdirSync(at('releases')).sort()).toEqual(['20261130', 'cafecafecafe', 'deadbeef', 'notes'])
    expect(answer.ok && answer.value.facts.get('stays')?.value.split('\n').sort()).toEqual(own())
  })

  it('leaves a container that somebody made by hand, and its data', () => {
    worker()
    engine('', true)
    const answer = destroy(shell)
    expect(answer).toMatchObject({ ok: true, value: { changed: ['files'] } })
    expect(answer.ok && answer.value.facts.get('strange')?.value).toBe(SERVICE)
    expect(world.calls().filter((call) => REMOVAL.includes(call))).toEqual([])
  })

  it('removes what an attempt to replace the worker left under another name, before the data that it holds', () => {
    worker()
    const left = ['docker stop -t 30 c2', 'docker rm -f -v c2']
    engine(GENERATION, true, {
      [OWN]: { stdout: 'c1\nc2\n' },
      ...Object.fromEntries(left.map((call) => [call, {}])),
    })
    expect(destroy(shell)).toMatchObject({ ok: true, value: { changed: ['container', 'volume', 'files'] } })
    const calls = world.calls().filter((call) => [...REMOVAL, ...left].includes(call))
    expect(calls).toEqual([...REMOVAL.slice(0, 2), ...left, ...REMOVAL.slice(2)])
  })

  it('removes a container that cannot be stopped all the same', () => {
    worker()
    engine(GENERATION, true, { 'docker stop -t 30 c1': { exit: 1, stderr: 'tried to kill container' } })
    expect(destroy(shell)).toMatchObject({ ok: true, value: { changed: ['container', 'volume', 'files'] } })
  })

  it('does nothing without the lease', () => {
    worker()
    const before = own()
    expect(failureOf(destroy(shell, '2'))).toContain('lease-lost')
    expect(own()).toEqual(before)
    expect(world.calls()).toEqual([])
  })

  it('says what could not be removed, and keeps the files and the lease for the next try', () => {
    worker()
    engine(GENERATION, true, {
      [`docker volume rm ${VOLUME} ${VOLUME}-3`]: { exit: 1, stderr: 'volume is in use' },
    })
    expect(failureOf(destroy(shell))).toContain('removal-failed: volume: volume is in use')
    expect(own()).toContain('lease')
    expect(own()).not.toContain('unconfirmed')
  })

  it('does nothing where the engine does not answer: it may hide a container', () => {
    worker()
    engine(GENERATION, true, {
      'docker version --format {{.Server.Version}}': { exit: 1, stderr: 'is the docker daemon running?' },
    })
    expect(failureOf(destroy(shell))).toContain('engine-down')
    expect(existsSync(at('current'))).toBe(true)
  })

  it('removes the files where there is no engine any more', () => {
    worker()
    world.withdraw('docker')
    expect(destroy(shell)).toMatchObject({ ok: true, value: { changed: ['files'] } })
  })
})

describe.each(SHELLS)('taking a node before its removal in $name', (shell) => {
  it('gives a token, higher than that of the last holder', () => {
    worker()
    putLease(world, { token: 7, state: 'free' })
    const answer = take(shell)
    expect(answer.ok && answer.value.facts.get('token')?.value).toBe('8')
  })

  it('fails where another run holds the node, and says which', () => {
    worker()
    putLease(world, { run: 'run-9' })
    expect(failureOf(take(shell))).toContain('lease-held')
    expect(readFileSync(at('lease'), 'utf8')).toContain('run=run-9')
  })

  it('writes nothing where nothing of ours is', () => {
    engine(undefined, false)
    rmSync(world.directory, { recursive: true, force: true })
    expect(take(shell)).toMatchObject({ ok: true, value: { changed: [] } })
    expect(existsSync(world.directory)).toBe(false)
  })

  it('writes nothing where only the operator’s files are, and tells them', () => {
    engine(undefined, false)
    mkdirSync(world.directory, { recursive: true })
    writeFileSync(at(ASIDE), 'mine')
    const answer = take(shell)
    expect(answer.ok && answer.value.facts.get('token')).toBe(undefined)
    expect(answer.ok && answer.value.facts.get('stays')?.value).toBe(ASIDE)
    expect(own()).toEqual([ASIDE])
  })

  it('takes a node whose files are gone but whose container is there', () => {
    rmSync(world.directory, { recursive: true, force: true })
    const answer = take(shell)
    expect(answer.ok && answer.value.facts.get('token')?.value).toBe('1')
    expect(destroy(shell)).toMatchObject({ ok: true, value: { changed: ['container', 'volume', 'files'] } })
    expect(existsSync(world.directory)).toBe(false)
  })
})

const [SHELL] = SHELLS
if (SHELL === undefined) throw new Error('this machine has no shell')

describe('a node whose destroy is killed', { timeout: 600_000 }, () => {
  it('behind any line keeps the operator’s files, and the next destroy finishes', () => {
    worker()
    const mutants = killedBehindEachLine(SHELL, destroyProgram(), world)
    expect(mutants.length).toBeGreaterThan(20)
    for (const mutant of mutants) {
      rmSync(world.directory, { recursive: true, force: true })
      engine(GENERATION, true)
      worker()
      writeFileSync(at(ASIDE), 'mine')
      world.run(SHELL, mutant)
      expect(readFileSync(at(ASIDE), 'utf8')).toBe('mine')
      const answer = take(SHELL)
      const token = answer.ok ? answer.value.facts.get('token')?.value : undefined
      if (token !== undefined) destroy(SHELL, token)
      expect(own()).toEqual([ASIDE])
      expect(existsSync(join(world.root, 'box')) || existsSync(join(world.root, 'data'))).toBe(false)
    }
  })
})
