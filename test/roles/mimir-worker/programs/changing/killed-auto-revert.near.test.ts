import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { program } from '../../../../../roles/mimir-worker/programs/program.ts'
import { SHELLS } from '../../../../remote/shells.ts'
import { ENDING, noted, putLease } from '../lease/leases.ts'
import { killedBehindEachLine } from '../mutants.ts'
import { answerOf, nodeWorld, type World } from '../node-world.ts'
import {
  type Activation,
  about,
  activate,
  activation,
  currentOf,
  GOOD,
  generationsOf,
  HUP,
  has,
  NEW,
  OLD,
  REPLACE,
  readyNode,
} from './activated.ts'

const SHELL = SHELLS[0] ?? { name: 'sh', argv: ['/bin/sh'] }

let world: World

function ready(): void {
  world.stopTimers()
  rmSync(world.directory, { recursive: true, force: true })
  readyNode(world)
  world.calls()
}

/** A node on which the new generation was just activated; by a copy of it where that was done before. */
function activated(order: Activation): void {
  const copy = join(world.root, `activated-${order.action}`)
  if (existsSync(copy)) {
    rmSync(world.directory, { recursive: true, force: true })
    cpSync(copy, world.directory, { recursive: true, verbatimSymlinks: true })
    world.tell(GOOD)
    return
  }
  ready()
  activate(world, SHELL, order)
  world.stopTimers()
  world.calls()
  cpSync(world.directory, copy, { recursive: true, verbatimSymlinks: true })
}

/** Whole on one of the two; and if that is not settled, the node comes back by itself, the process told as well. */
function expectWayBack(called: readonly string[], action: string): void {
  expect(generationsOf(world)).toHaveLength(1)
  if (!has(world, 'unconfirmed')) return
  world.autoRevert(SHELL, '1')
  expect([generationsOf(world), has(world, 'unconfirmed')]).toEqual([[OLD], false])
  expect([...called, ...world.calls()]).toContain(action)
}

beforeEach(() => {
  world = nodeWorld()
})
afterEach(() => world.remove())

describe('a node whose program is killed', { timeout: 600_000 }, () => {
  it('behind any line of activate is still on the old generation, or comes back to it by itself', () => {
    ready()
    const mutants = killedBehindEachLine(SHELL, activation(world), world)
    const outcomes = new Set<string>()
    for (const mutant of mutants) {
      ready()
      world.run(SHELL, mutant)
      outcomes.add(currentOf(world))
      expect(generationsOf(world)).toEqual([currentOf(world)])
      const open = has(world, 'unconfirmed')
      expect(open || currentOf(world) === OLD).toBe(true)
      // One timer waits for an open activation; of one that is closed it may already be gone.
      expect(world.timers().length).toBeGreaterThanOrEqual(open ? 1 : 0)
      expect(world.timers().length).toBeLessThanOrEqual(1)
      world.stopTimers()
      if (open) world.autoRevert(SHELL, '1')
      expect([generationsOf(world), has(world, 'unconfirmed')]).toEqual([[OLD], false])
      putLease(world, { run: 'run-2', token: 9 })
      expect(answerOf(world.run(SHELL, activation(world, { run: 'run-2', token: '9' }))).ok).toBe(true)
      expect(generationsOf(world)).toEqual([NEW])
    }
    expect(outcomes).toEqual(new Set([OLD, NEW]))
  })

  it('behind any line of confirm stays or comes back, and never forgets to say which', () => {
    activated({ action: 'reload' })
    const confirm = program('confirm', { ...about(world), ...ENDING, RELEASE: 'yes' })
    const outcomes = new Set<string>()
    for (const mutant of killedBehindEachLine(SHELL, confirm, world)) {
      activated({ action: 'reload' })
      world.run(SHELL, mutant)
      expect(currentOf(world)).toBe(NEW)
      expectWayBack([], HUP)
      outcomes.add(currentOf(world))
      expect(noted(world, 'history').at(-1)?.[1]).toBe(
        currentOf(world) === NEW ? 'confirmed' : 'auto-reverted',
      )
    }
    expect(outcomes).toEqual(new Set([OLD, NEW]))
  })

  it.each([
    ['reload', HUP],
    ['start', REPLACE],
  ] as const)('behind any line of revert from a %s comes back by itself', (action, call) => {
    activated({ action })
    const revert = program('revert', { ...about(world), ...ENDING })
    for (const mutant of killedBehindEachLine(SHELL, revert, world)) {
      activated({ action })
      world.run(SHELL, mutant)
      expectWayBack(world.calls(), call)
      expect(generationsOf(world)).toEqual([OLD])
      expect(noted(world, 'history').at(-1)?.[1]).toMatch(/^(?:reverted|auto-reverted)$/u)
    }
  })

  it.each([
    ['reload', HUP],
    ['start', REPLACE],
  ] as const)('behind any line of its own way back from a %s comes back at the next look', (action, call) => {
    activated({ action })
    const text = `set -- 1 0\n${readFileSync(join(world.directory, '.auto-revert'), 'utf8')}`
    const mutants = killedBehindEachLine(SHELL, text, world)
    expect(mutants.length).toBeGreaterThan(10)
    for (const mutant of mutants) {
      activated({ action })
      world.run(SHELL, mutant)
      expectWayBack(world.calls(), call)
      expect(generationsOf(world)).toEqual([OLD])
      expect(noted(world, 'history').at(-1)?.[1]).toBe('auto-reverted')
    }
  })
})
