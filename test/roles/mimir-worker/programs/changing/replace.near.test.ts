import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { program } from '../../../../../roles/mimir-worker/programs/program.ts'
import { SHELLS, type Shell } from '../../../../remote/shells.ts'
import { type ComposePairing, type FakeEngine, fakeEngine, PAIRINGS } from '../fake-engine.ts'
import { ENDING } from '../lease/leases.ts'
import { killedBehindEachLine } from '../mutants.ts'
import { answerOf, failureOf, nodeWorld, type World } from '../node-world.ts'
import { about, activation, currentOf, end, has, NEW, OLD, readyNode } from './activated.ts'

const SERVICE = 'openstack-worker-prometheus'
const LEFTOVER = `3d07673384b6_${SERVICE}`

let world: World
let engine: FakeEngine

const description = (generation: string): string => `    image: "r/prometheus@sha256:${generation}"\n`

/** A node whose worker runs the old generation; the engine has the images of both. */
function ready(compose: ComposePairing): void {
  readyNode(world)
  for (const generation of [OLD, NEW])
    writeFileSync(
      join(world.directory, 'releases', generation, 'docker-compose.yml'),
      description(generation),
    )
  engine = fakeEngine(world, compose)
  engine.put({ name: SERVICE, state: 'running', made: description(OLD) })
  hasImages(OLD, NEW)
}

function hasImages(...generations: readonly string[]): void {
  engine.images(generations.map((generation) => `r/prometheus@sha256:${generation}`))
}

const one = (generation: string, name = SERVICE) => [
  { name, state: 'running' as const, made: description(generation) },
]
const run = (shell: Shell, text: string) => answerOf(world.run(shell, text))
const replace = (shell: Shell) => run(shell, activation(world, { action: 'replace' }))
const stopped = (): string[] => world.calls().filter((call) => /^docker (?:stop|rm) /u.test(call))

beforeEach(() => {
  world = nodeWorld()
})
afterEach(() => world.remove())

describe.each(PAIRINGS)('with %s', (compose) => {
  describe.each(SHELLS)('in $name', (shell) => {
    beforeEach(() => ready(compose))

    it.each(['start', 'replace'] as const)('%s leaves one worker, which is the new one', (action) => {
      expect(run(shell, activation(world, { action }))).toMatchObject({ ok: true })
      expect(engine.containers()).toEqual(one(NEW))
    })

    it('a revert, and the revert of the node alone, bring the old one back', () => {
      replace(shell)
      expect(end(world, shell, 'revert')).toMatchObject({ ok: true })
      expect([currentOf(world), engine.containers()]).toEqual([OLD, one(OLD)])
      replace(shell)
      world.autoRevert(shell, '1')
      expect([currentOf(world), engine.containers(), has(world, 'unconfirmed')]).toEqual([
        OLD,
        one(OLD),
        false,
      ])
    })

    it('stops nothing and swaps nothing where the image of the new one is gone and no registry has it', () => {
      hasImages(OLD)
      expect(failureOf(replace(shell))).toBe('pull-failed: Error response from daemon: manifest unknown')
      expect([currentOf(world), engine.containers()]).toEqual([OLD, one(OLD)])
      expect(has(world, 'unconfirmed')).toBe(false)
    })

    it('stops nothing and swaps nothing where compose cannot speak with the engine', () => {
      engine.silence('Error response from daemon: client version 1.43 is too old.')
      expect(failureOf(replace(shell))).toBe(
        `compose-unanswered: ${compose.startsWith('docker compose') ? 'docker compose' : 'docker-compose'}: Error response from daemon: client version 1.43 is too old.`,
      )
      expect([currentOf(world), engine.containers()]).toEqual([OLD, one(OLD)])
    })

    it('keeps the new worker where the image of the old one is gone: a revert stops nothing for what cannot be made', () => {
      replace(shell)
      hasImages(NEW)
      expect(failureOf(end(world, shell, 'revert'))).toContain('manifest unknown')
      expect(engine.containers()).toEqual(one(NEW))
    })

    it('is mended where an earlier attempt left the worker stopped under another name', () => {
      engine.clear()
      hasImages(OLD, NEW)
      engine.put({ name: LEFTOVER, state: 'exited', made: description(OLD) })
      expect(replace(shell)).toMatchObject({ ok: true })
      expect(engine.containers()).toEqual(one(NEW))
    })

    it('removes what an earlier attempt left beside a worker that is only reloaded, which goes on', () => {
      engine.put({ name: LEFTOVER, state: 'exited', made: description(NEW) })
      expect(run(shell, activation(world, { action: 'reload' }))).toMatchObject({ ok: true })
      expect(engine.containers()).toEqual(one(OLD))
    })

    it('swaps nothing where a container of somebody else has the name', () => {
      engine.clear()
      hasImages(OLD, NEW)
      engine.put({ name: SERVICE, state: 'running', made: 'theirs', stranger: true })
      expect(failureOf(run(shell, activation(world, { action: 'start' })))).toBe(
        `start-failed: the name ${SERVICE} is in use by a container of somebody else: docker inspect ${SERVICE}`,
      )
      expect(currentOf(world)).toBe(OLD)
      expect(engine.containers()).toEqual([{ name: SERVICE, state: 'running', made: 'theirs' }])
    })

    it('takes over the worker that was made by hand in the same project', () => {
      engine.clear()
      hasImages(OLD, NEW)
      engine.put({ name: SERVICE, state: 'running', made: 'by hand', byHand: true })
      expect(run(shell, activation(world, { action: 'start' }))).toMatchObject({ ok: true })
      expect(engine.containers()).toEqual(one(NEW))
    })
  })
})

describe.each(SHELLS)('docker-compose 1 in $name', (shell) => {
  it('has the worker stopped before it is removed, with as long to send as compose gives it', () => {
    ready('docker-compose 1 with 26.1')
    replace(shell)
    const id = (901).toString(16).padStart(64, '0')
    expect(stopped()).toEqual([`docker stop -t 30 ${id}`, `docker rm -f ${id}`])
  })
})

describe.each(SHELLS)('compose 2 in $name', (shell) => {
  it('makes the new one before the old one is stopped: where it cannot, the worker runs on', () => {
    ready('docker compose 2')
    engine.refuse('Error response from daemon: invalid mount config')
    expect(failureOf(replace(shell))).toBe('start-failed: Error response from daemon: invalid mount config')
    expect(engine.containers()).toEqual(one(OLD))
    expect(stopped()).toEqual([])
  })
})

describe.each(PAIRINGS.slice(1))('a node that is killed, with %s', { timeout: 600_000 }, (compose) => {
  const SHELL = SHELLS[0] ?? { name: 'sh', argv: ['/bin/sh'] }
  const again = (): void => {
    world.stopTimers()
    rmSync(world.directory, { recursive: true, force: true })
    ready(compose)
    world.calls()
  }

  it('behind any line of a replacement has its old worker, or gets it back alone', () => {
    again()
    for (const mutant of killedBehindEachLine(SHELL, activation(world, { action: 'replace' }), world)) {
      again()
      world.run(SHELL, mutant)
      world.stopTimers()
      if (has(world, 'unconfirmed')) world.autoRevert(SHELL, '1')
      expect([currentOf(world), has(world, 'unconfirmed')]).toEqual([OLD, false])
      expect(engine.containers()).toEqual(one(OLD))
    }
  })

  it('behind any line of its own revert gets its old worker back at the next look', () => {
    again()
    replace(SHELL)
    world.stopTimers()
    const text = `set -- 1 0\n${readFileSync(join(world.directory, '.auto-revert'), 'utf8')}`
    for (const mutant of killedBehindEachLine(SHELL, text, world)) {
      again()
      replace(SHELL)
      world.stopTimers()
      world.run(SHELL, mutant)
      if (has(world, 'unconfirmed')) world.autoRevert(SHELL, '1')
      expect([currentOf(world), engine.containers()]).toEqual([OLD, one(OLD)])
    }
  })

  it('behind any line of a revert gets its old worker back', () => {
    again()
    replace(SHELL)
    const revert = program('revert', { ...about(world), ...ENDING })
    for (const mutant of killedBehindEachLine(SHELL, revert, world)) {
      again()
      replace(SHELL)
      world.stopTimers()
      world.run(SHELL, mutant)
      if (has(world, 'unconfirmed')) world.autoRevert(SHELL, '1')
      expect([currentOf(world), engine.containers()]).toEqual([OLD, one(OLD)])
    }
  })
})
