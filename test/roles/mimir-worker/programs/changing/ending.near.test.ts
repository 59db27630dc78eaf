import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { SHELLS } from '../../../../remote/shells.ts'
import { leaseOf, noted } from '../lease/leases.ts'
import { failureOf, nodeWorld, type World } from '../node-world.ts'
import {
  activate,
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

const unconfirmed = (): string => readFileSync(at('unconfirmed'), 'utf8')

beforeEach(() => {
  world = nodeWorld()
  readyNode(world)
})
afterEach(() => world.remove())

/** Names of generations. */
const [A = [], B = []] = [7, 5].map((count, nth) =>
  Array.from({ length: count }, (_, index) => `${'ab'[nth]}${index + 1}`.padEnd(12, '0')),
)

describe.each(SHELLS)('confirm in $name', (shell) => {
  it('lets the node stay, ends who waits there, and writes that into its history', async () => {
    activate(world, shell)
    expect(world.timers()).toHaveLength(1)
    expect(end(world, shell, 'confirm')).toMatchObject({ ok: true })
    await expect.poll(() => world.timers(), { timeout: 60_000 }).toEqual([])
    expect([currentOf(world), has(world, 'unconfirmed')]).toEqual([NEW, false])
    expect(noted(world, 'history')).toEqual([
      [NEW, 'confirmed', 'run-1', 'root@deploy 1', 'rollout', 'abc123'],
    ])
    expect(leaseOf(world)).toMatchObject({ state: 'held', token: 1 })
  })

  it('writes down that a node is kept although nothing was proven', async () => {
    activate(world, shell)
    expect(end(world, shell, 'confirm', { HOW: 'kept', RELEASE: 'yes' })).toMatchObject({ ok: true })
    await expect.poll(() => world.timers(), { timeout: 60_000 }).toEqual([])
    expect([currentOf(world), has(world, 'unconfirmed')]).toEqual([NEW, false])
    expect(noted(world, 'history')).toEqual([[NEW, 'kept', 'run-1', 'root@deploy 1', 'rollout', 'abc123']])
    expect(leaseOf(world)).toMatchObject({ state: 'free' })
  })

  it('keeps nothing where nothing was activated', () => {
    expect(end(world, shell, 'confirm', { HOW: 'kept', RELEASE: 'yes' })).toMatchObject({ ok: true })
    expect([currentOf(world), has(world, 'history')]).toEqual([OLD, false])
    expect(leaseOf(world)).toMatchObject({ state: 'free' })
  })

  it('gives the lease back in the same breath', () => {
    activate(world, shell)
    end(world, shell, 'confirm', { RELEASE: 'yes' })
    expect(leaseOf(world)).toMatchObject({ state: 'free', token: 1 })
  })

  it('ends nobody else whose number a timer had', () => {
    activate(world, shell)
    world.stopTimers()
    writeFileSync(at('unconfirmed'), unconfirmed().replace(/^timer=.*$/mu, `timer=${process.pid}`))
    expect(end(world, shell, 'confirm')).toMatchObject({ ok: true })
  })

  it('keeps the five newest generations, and the current and the previous one however old', () => {
    for (const [index, name] of A.entries()) {
      putRelease(world, name)
      utimesSync(at('releases', name), 1000 - index, 1000 - index)
    }
    for (const name of [OLD, NEW]) utimesSync(at('releases', name), 1, 1)
    activate(world, shell)
    end(world, shell, 'confirm')
    expect(readdirSync(at('releases')).sort()).toEqual([OLD, ...A.slice(0, 5), NEW].sort())
    activate(world, shell, { action: 'replace' })
    for (const name of B) putRelease(world, name)
    writeFileSync(at('history'), `1\t${OLD}\tconfirmed\tx\tx\tx\t\n${readFileSync(at('history'), 'utf8')}`)
    end(world, shell, 'confirm')
    expect(readdirSync(at('releases')).sort()).toEqual([OLD, NEW, ...B].sort())
  })

  it('removes nothing from releases/ that is no generation', () => {
    const strangers = ['my backup', '*', 'old.tar', 'a1 ..', '-rf', '20261130', 'deadbeef', 'cafecafecafe']
    for (const [index, name] of strangers.entries()) {
      mkdirSync(at('releases', name))
      writeFileSync(at('releases', name, 'notes'), 'mine')
      utimesSync(at('releases', name), index + 1, index + 1)
    }
    for (const name of A) putRelease(world, name)
    end(world, shell, 'confirm')
    expect(readdirSync(at('releases'))).toEqual(expect.arrayContaining(strangers))
  })
})

describe.each(SHELLS)('revert in $name', (shell) => {
  it('goes back at once, by the same way as the node itself would, and says to what', async () => {
    activate(world, shell, { action: 'start' })
    world.calls()
    const answer = end(world, shell, 'revert')
    expect(answer).toMatchObject({ ok: true, value: { changed: ['links', 'container'] } })
    expect(answer.ok && answer.value.facts.get('returned')?.value).toBe(OLD)
    expect(world.calls()).toEqual(['docker compose version', REPLACE])
    await expect.poll(() => world.timers(), { timeout: 60_000 }).toEqual([])
    expect([generationsOf(world), has(world, 'unconfirmed')]).toEqual([[OLD], false])
    expect(noted(world, 'history')).toEqual([
      [NEW, 'reverted', 'run-1', 'root@deploy 1', 'rollout', 'abc123'],
    ])
  })

  it('is left to the node where the engine does not answer', () => {
    activate(world, shell, { action: 'start' })
    world.tell({
      ...GOOD,
      'docker ps --quiet': { quiet: true, exit: 1 },
      [REPLACE]: { exit: 1, stderr: 'no engine' },
    })
    expect(failureOf(end(world, shell, 'revert'))).toBe('start-failed: no engine')
    expect(world.timers()).toHaveLength(1)
    world.tell(GOOD)
    world.calls()
    world.autoRevert(shell, '1')
    expect(world.calls()).toEqual(['docker compose version', REPLACE])
    expect([generationsOf(world), has(world, 'unconfirmed')]).toEqual([[OLD], false])
  })

  it('answers a reload that failed only by the container that replaced it', () => {
    activate(world, shell)
    world.tell({ ...GOOD, [HUP]: { exit: 1, stderr: 'is not running' } })
    expect(end(world, shell, 'revert')).toMatchObject({
      ok: true,
      value: { changed: ['links', 'container'] },
    })
  })

  it('has nothing to do where nothing waits to be confirmed', () => {
    const answer = end(world, shell, 'revert', { RELEASE: 'yes' })
    expect(answer).toMatchObject({ ok: true, value: { changed: [] } })
    expect(answer.ok && answer.value.facts.get('returned')?.value).toBe('')
    expect(leaseOf(world)).toMatchObject({ state: 'free' })
    expect(has(world, 'history')).toBe(false)
  })
})
