import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SHELLS } from '../../../../remote/shells.ts'
import { leaseOf, noted, now, putLease } from '../lease/leases.ts'
import { answerOf, failureOf, nodeWorld, sessionOf, type World } from '../node-world.ts'
import {
  activate,
  activation,
  currentOf,
  end,
  GOOD,
  generationsOf,
  HUP,
  has,
  NEW,
  OLD,
  putRelease,
  REPLACE,
  readyNode,
} from './activated.ts'

let world: World
const at = (...path: string[]): string => join(world.directory, ...path)

/** What a process has open, as far as it still has. */
function openOf(pid: number | 'self'): string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${fd}`)]
    } catch {
      return []
    }
  })
}

const unconfirmed = (): string => readFileSync(at('unconfirmed'), 'utf8')

beforeEach(() => {
  world = nodeWorld()
  readyNode(world)
})
afterEach(() => world.remove())

describe.each(SHELLS)('an activation in $name', (shell) => {
  it('writes down how the node gets back, and leaves one who does it', () => {
    const before = now()
    activate(world, shell)
    const [timer] = world.timers()
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const deadline = Number(/^deadline=(?<at>\d+)$/mu.exec(unconfirmed())?.groups?.['at'])
    expect(unconfirmed()).toBe(
      `run=run-1\ntoken=1\ngeneration=${NEW}\nprevious=${OLD}\nback=reload\ntimer=${timer}\ndeadline=${deadline}\nboot=${boot}\nreverting=no\n`,
    )
    expect(deadline - before).toBeGreaterThanOrEqual(300)
    expect(deadline - now()).toBeLessThanOrEqual(300)
  })

  it('leaves nobody of its own session behind, and nothing of it open', () => {
    activate(world, shell)
    const [timer = 0] = world.timers()
    expect(sessionOf(timer)).toBe(timer)
    // What this test itself was started with is everybody's here.
    const innocent = ['/dev/null', at('.auto-revert'), ...openOf('self')]
    expect(openOf(timer).filter((file) => !innocent.includes(file))).toEqual([])
  })

  it('leaves nobody where there is nothing to go back to', () => {
    rmSync(at('current'))
    activate(world, shell, { action: 'start' })
    expect([world.timers(), has(world, 'unconfirmed')]).toEqual([[], false])
  })

  it('leaves nobody where the generation stays the same', () => {
    activate(world, shell, { generation: OLD, action: 'replace' })
    expect([world.timers(), has(world, 'unconfirmed')]).toEqual([[], false])
  })

  it('of what is not on the node changes nothing', () => {
    expect(failureOf(answerOf(world.run(shell, activation(world, { generation: 'fedc' }))))).toBe(
      'generation-missing: fedc',
    )
    expect([currentOf(world), world.timers()]).toEqual([OLD, []])
  })

  it('by who lost the lease changes nothing, and the engine is not asked', () => {
    putLease(world, { run: 'run-2', token: 2 })
    expect(failureOf(answerOf(world.run(shell, activation(world))))).toMatch(/^lease-lost: /u)
    expect([currentOf(world), has(world, 'unconfirmed'), world.timers()]).toEqual([OLD, false, []])
    expect(world.calls()).toEqual([])
  })

  it('without any means to go back by itself changes nothing', () => {
    world.withdraw('setsid')
    expect(failureOf(answerOf(world.run(shell, activation(world))))).toBe('tool-missing: setsid')
    world.provide('setsid', '#!/bin/sh\nexit 1\n')
    expect(failureOf(answerOf(world.run(shell, activation(world))))).toBe('timer-failed: ')
    expect([currentOf(world), has(world, 'unconfirmed')]).toEqual([OLD, false])
  })

  it('behind one that nobody confirmed goes back to where that would have', () => {
    putRelease(world, 'cccccccccccc')
    activate(world, shell, { action: 'start' })
    putLease(world, { run: 'run-2', token: 2 })
    activate(world, shell, { generation: 'cccccccccccc', run: 'run-2', token: '2' })
    expect(unconfirmed()).toContain(`generation=cccccccccccc\nprevious=${OLD}\nback=replace\n`)
    world.autoRevert(shell, '1')
    expect(currentOf(world)).toBe('cccccccccccc')
    putLease(world, { state: 'free', run: 'run-2', token: 2 })
    world.autoRevert(shell, '2')
    expect(currentOf(world)).toBe(OLD)
  })
})

describe.each(SHELLS)('a node that is not confirmed in $name', (shell) => {
  it('goes back all by itself when its time has come', async () => {
    activate(world, shell, { window: '1' })
    await expect.poll(() => world.timers(), { timeout: 60_000 }).toEqual([])
    expect(generationsOf(world)).toEqual([OLD])
    expect(noted(world, 'history')).toEqual([
      [NEW, 'auto-reverted', 'run-1', 'timer of this node', 'not confirmed in time', ''],
    ])
    expect(world.calls()).toEqual([HUP, HUP])
  })

  it('frees the lease with a higher token, so that its holder cannot write any more', () => {
    activate(world, shell)
    world.autoRevert(shell, '1')
    expect(leaseOf(world)).toMatchObject({ token: 2, state: 'free' })
    expect(failureOf(end(world, shell, 'confirm'))).toMatch(/^lease-lost: /u)
    expect(has(world, 'unconfirmed')).toBe(false)
  })

  it.each([
    ['reload', [HUP]],
    ['start', ['docker compose version', REPLACE]],
    ['replace', ['docker compose version', REPLACE]],
  ] as const)('gets back from a %s by what surely brings the old one', (action, calls) => {
    activate(world, shell, { action })
    world.calls()
    world.autoRevert(shell, '1')
    expect(world.calls()).toEqual(calls)
  })

  it('gets a new container where the one that was reloaded does not run any more', () => {
    activate(world, shell)
    world.calls()
    world.tell({ ...GOOD, [HUP]: { exit: 1, stderr: 'is not running' } })
    world.autoRevert(shell, '1')
    expect(world.calls()).toEqual([HUP, 'docker compose version', REPLACE])
    expect(has(world, 'unconfirmed')).toBe(false)
  })

  it('tries again until the engine answers', () => {
    activate(world, shell, { action: 'start' })
    const stderr = 'Cannot connect to the Docker daemon'
    world.tell({ ...GOOD, 'docker ps --quiet': { quiet: true, exit: 1 }, [REPLACE]: { exit: 1, stderr } })
    const once = `echo "$1" >>'${join(world.root, 'naps')}'`
    const mended = `sed -i 's/^exit 1$/exit 0/' '${join(world.root, 'told')}'`
    world.provide('sleep', `#!/bin/sh\n${once}\n[ "$1" = 0 ] || ${mended}\n`)
    world.autoRevert(shell, '1')
    expect(readFileSync(join(world.root, 'naps'), 'utf8')).toBe('0\n10\n')
    expect([generationsOf(world), has(world, 'unconfirmed')]).toEqual([[OLD], false])
  })

  it('waits for another run that holds the node, and goes back when that is gone', () => {
    activate(world, shell)
    putLease(world, { run: 'run-2', token: 2 })
    const looks = join(world.root, 'looks')
    const observeNode = `readlink '${at('current')}' >>'${looks}'`
    const free = `sed -i 's/^state=.*/state=free/' '${at('lease')}'`
    world.provide('sleep', `#!/bin/sh\n[ "$1" = 0 ] || { ${observeNode}; ${free}; }\n`)
    world.autoRevert(shell, '1')
    expect(readFileSync(looks, 'utf8')).toBe(`releases/${NEW}\n`)
    expect(currentOf(world)).toBe(OLD)
  })

  it('is let alone by a timer that is not that of its activation, or that has nothing to do', () => {
    activate(world, shell)
    world.calls()
    world.autoRevert(shell, '7')
    expect(currentOf(world)).toBe(NEW)
    rmSync(at('unconfirmed'))
    world.autoRevert(shell, '1')
    expect(currentOf(world)).toBe(NEW)
    expect(world.calls()).toEqual([])
  })

  it('whose disk is full goes back all the same', () => {
    activate(world, shell)
    world.provide('sync', '#!/bin/sh\necho "sync: No space left on device" >&2\nexit 1\n')
    world.provide('sleep', '#!/bin/sh\n')
    world.autoRevert(shell, '1')
    expect([generationsOf(world), has(world, 'unconfirmed')]).toEqual([[OLD], false])
  })
})
