import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RoleServices } from '../../../../roles/mimir-worker/fleet/fleet.ts'
import type { Mimir } from '../../../../src/mimir/mimir.ts'
import { failed, success } from '../../../../src/model/result.ts'
import { safeLine } from '../../../../src/values/safe-text.ts'
import type { TestContext } from '../../../play/sample.ts'
import type { ScriptedAnswer } from '../../../support/fake-host.ts'
import { fakeMimir } from '../fake-mimir.ts'
import type { FakeNode } from '../fake-node.ts'
import { POLICY, SETTINGS } from '../sample.ts'
import { installed, play } from '../small-rollout.ts'

const MOVED = { ...SETTINGS, pushUrl: 'http://10.0.0.6:9009/api/v1/push' }

/** A change of mimir.url in which ctl1 cannot be confirmed; from then on nothing arrives at the new one. */
async function moved(mimirAt: (nodes: readonly FakeNode[]) => NonNullable<RoleServices['mimirAt']>) {
  const [first, ...others] = await installed()
  if (first === undefined) throw new Error('there are three nodes')
  let goesBack = false
  const told: ScriptedAnswer = [
    'confirm',
    ({ title }) => {
      goesBack = true
      return { exitCode: 137, stderr: title }
    },
  ]
  const nodes = [first.again([told]), ...others]
  const { mimir: full } = fakeMimir(nodes)
  const mimir: Mimir = async (...question) => (goesBack ? success([]) : full(...question))
  const policy = { ...POLICY, rollback: 'node' as const }
  const playing = play(nodes, { settings: MOVED, policy, mimir, mimirAt: mimirAt(nodes) })
  await vi.runAllTimersAsync()
  return playing
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a rollback after a change of mimir.url', () => {
  it('is verified where the former generation sends', async () => {
    const asked: string[] = []
    const { roster } = await moved((nodes) => (pushUrl) => {
      asked.push(pushUrl)
      return fakeMimir(nodes)
    })
    expect(asked).toEqual([SETTINGS.pushUrl])
    const { rollback } = roster.report('ctl1')
    expect(rollback).toMatchObject({ scope: 'node' })
    expect(Object.keys(rollback ?? {})).toEqual(['to', 'scope'])
  })

  it('is done, and says that arrival was not checked, where nobody knows how to ask there', async () => {
    const { roster, events } = await moved(() => () => undefined)
    const { rollback, steps } = roster.report('ctl1')
    expect(rollback).toMatchObject({ scope: 'node', unchecked: SETTINGS.pushUrl })
    expect(rollback).not.toHaveProperty('failure')
    expect(steps.at(-1)).toMatchObject({ phase: 'rollback', outcome: 'changed' })
    const warnings = events.flatMap((event) => (event.type === 'warning' ? [event.text] : []))
    expect(warnings).toEqual([`{"kind":"back-unchecked","nodes":["ctl1"],"url":"${SETTINGS.pushUrl}"}`])
  })

  it('is the same where nothing answers there', async () => {
    const failure = {
      kind: 'mimir-silent',
      url: 'http://10.0.0.5:9009',
      evidence: safeLine('refused'),
    } as const
    const silent = async () => Promise.resolve(failed(failure))
    const { roster } = await moved(() => () => ({ mimir: silent, history: silent }))
    expect(roster.report('ctl1').rollback).toMatchObject({ unchecked: SETTINGS.pushUrl })
  })

  it('is not verified where what answers there lacks it', async () => {
    const nothing = async () => Promise.resolve(success([]))
    const { roster } = await moved(() => () => ({ mimir: nothing, history: nothing }))
    expect(roster.report('ctl1').rollback?.failure).toMatchObject({ reason: 'unproven' })
  })
})

describe('a rollback on a controller whose disk is full by then', () => {
  const full = failed({ reason: 'journal-failed', path: '/j', evidence: safeLine('ENOSPC') } as const)

  /** A change that no node can confirm, with a journal that cannot be written from the first rollback on. */
  async function changed(told: (name: string) => readonly ScriptedAnswer[]) {
    const nodes = (await installed()).map((one) => one.again(told(one.host.name)))
    const written: string[] = []
    const journal: NonNullable<TestContext['journal']> = {
      write: async (entry) => {
        if (entry.type !== 'begins' || entry.step !== 'rollback') return Promise.resolve(success(undefined))
        written.push(entry.node)
        return Promise.resolve(full)
      },
    }
    const policy = { ...POLICY, maxFailures: { nodes: 0 } }
    const settings = { ...SETTINGS, labels: { ...SETTINGS.labels, region: 'seoul' } }
    const playing = play(nodes, { settings, policy, journal })
    await vi.runAllTimersAsync()
    return { nodes, written, ...(await playing) }
  }
  const unconfirmed: ScriptedAnswer = ['confirm', { exitCode: 137 }]

  it('is made all the same, and what the nodes answer is what is said of them', async () => {
    const { nodes, written, roster, rollout } = await changed(() => [unconfirmed])
    expect(written).toHaveLength(3)
    for (const one of nodes) {
      const { host } = one
      const { rollback, previous } = roster.report(host.name)
      expect(rollback).toMatchObject({ to: previous, scope: 'batch' })
      expect(rollback).not.toHaveProperty('failure')
      expect(one.running()?.generation).toBe(previous)
    }
    expect(rollout?.batches.map(({ state }) => state)).toEqual(['rolled-back'])
  })

  it('is not said of nodes that could not be sent back', async () => {
    const { nodes, roster, rollout } = await changed(() => [unconfirmed, ['revert', { exitCode: 137 }]])
    for (const one of nodes) {
      const { host } = one
      const { rollback, previous } = roster.report(host.name)
      expect(rollback).toMatchObject({ incomplete: true, failure: { reason: 'command-failed' } })
      expect(one.running()?.generation).not.toBe(previous)
    }
    expect(rollout?.batches.map(({ state }) => state)).toEqual(['done'])
  })
})
