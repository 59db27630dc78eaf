import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  type Contender,
  mayYield,
  takeInOrder,
  yieldTo,
} from '../../../../roles/mimir-worker/fleet/lease-contention.ts'
import type { Failure } from '../../../../src/model/failure.ts'
import type { LeaseRequest } from '../../../../src/model/lease-request.ts'
import { failed, type Result, success } from '../../../../src/model/result.ts'
import { interruption } from '../../../../src/play/interruption.ts'
import { safeLine } from '../../../../src/values/safe-text.ts'

const CLAIM: LeaseRequest = {
  run: 'run-5',
  holder: safeLine('ann'),
  reason: safeLine('rollout'),
  dead: ['run-0'],
}

function heldBy(run: string): Failure {
  const who = { holder: safeLine('kim'), purpose: safeLine('upgrade'), since: 1, left: 170 }
  return { reason: 'lease-held', directory: '/opt/mimir-worker', run, ...who }
}

/** Tries for a lease that is answered so, one after the other; the last answer stays. */
async function tries(answers: readonly Result<string>[], more: Partial<Contender> = {}, signal = OPEN) {
  const asked: (readonly string[] | undefined)[] = []
  const once = async ({ dead }: LeaseRequest): Promise<Result<string>> => {
    asked.push(dead)
    const answer = answers[asked.length - 1] ?? answers.at(-1)
    if (answer === undefined) throw new Error('there is an answer')
    return Promise.resolve(answer)
  }
  const waiting = takeInOrder(once, { leaseRequest: CLAIM, ...more }, signal)
  await vi.runAllTimersAsync()
  return { answer: await waiting, asked }
}

const OPEN = new AbortController().signal

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('of two runs that want the same node', () => {
  it('the one that began first waits until the other one has given it up', async () => {
    const younger = failed(heldBy('run-6'))
    const { answer, asked } = await tries([younger, younger, success('taken')])
    expect(answer).toEqual(success('taken'))
    expect(asked).toHaveLength(3)
  })

  it('the one that began later leaves at once', async () => {
    const { answer, asked } = await tries([failed(heldBy('run-4'))])
    expect(answer).toEqual(failed(heldBy('run-4')))
    expect(asked).toHaveLength(1)
  })

  it('the one that began first leaves in the end as well, where the other one goes on', async () => {
    const { answer, asked } = await tries([failed(heldBy('run-6'))])
    expect(answer).toEqual(failed(heldBy('run-6')))
    expect(asked).toHaveLength(60)
  })

  it.each(['run-4', 'run-6'])('whoever waits takes what %s left when it died', async (run) => {
    const isDead = async (name: string) => Promise.resolve(name === run)
    const { answer, asked } = await tries([failed(heldBy(run)), success('taken')], { isDead })
    expect(answer).toEqual(success('taken'))
    expect(asked).toEqual([['run-0'], ['run-0', run]])
  })

  it('nobody tries for ever where a node does not heed that the other one is dead', async () => {
    const isDead = async () => Promise.resolve(true)
    const { answer, asked } = await tries([failed(heldBy('run-4'))], { isDead })
    expect(answer).toEqual(failed(heldBy('run-4')))
    expect(asked).toHaveLength(2)
  })

  it('waiting ends when the run is to end', async () => {
    const ended = new AbortController()
    const once = async () => {
      ended.abort()
      return Promise.resolve(failed(heldBy('run-6')))
    }
    expect(await takeInOrder(once, { leaseRequest: CLAIM }, ended.signal)).toEqual(
      failed({ reason: 'aborted', during: 'stage' }),
    )
  })

  it('any other failure is nothing to wait for', async () => {
    const failure: Failure = { reason: 'compose-missing' }
    expect((await tries([failed(failure)])).asked).toHaveLength(1)
  })
})

describe('a run that yields', () => {
  it('gives up the rest for the reason that it met first', async () => {
    const yielding = mayYield(interruption(), 2)
    const aborted: Failure = { reason: 'aborted', during: 'stage' }
    expect(await yieldTo(aborted, 'a', yielding, {})).toEqual(aborted)
    expect(yielding.signal.aborted).toBe(false)
    expect(await yieldTo(heldBy('run-4'), 'a', yielding, {})).toEqual(heldBy('run-4'))
    expect(await yieldTo(heldBy('run-3'), 'b', yielding, {})).toEqual(heldBy('run-3'))
    expect(yielding.signal.aborted).toBe(true)
    expect(await yieldTo(aborted, 'b', yielding, {})).toEqual(heldBy('run-4'))
    const other: Failure = { reason: 'compose-missing' }
    expect(await yieldTo(other, 'b', yielding, {})).toEqual(other)
  })

  it('does so for one that holds half of its nodes, and for none that fewer name', async () => {
    const yielding = mayYield(interruption(), 5)
    for (const node of ['a', 'b', 'b']) await yieldTo(heldBy('run-4'), node, yielding, {})
    await yieldTo(heldBy('run-3'), 'c', yielding, {})
    expect(yielding.signal.aborted).toBe(false)
    await yieldTo(heldBy('run-4'), 'd', yielding, {})
    expect(yielding.to).toEqual(heldBy('run-4'))
    expect(yielding.signal.aborted).toBe(true)
  })

  it('does so for one that goes on on this machine, however few nodes it holds', async () => {
    const yielding = mayYield(interruption(), 50)
    const isLiving = async (run: string) => Promise.resolve(run === 'run-4')
    await yieldTo(heldBy('run-3'), 'a', yielding, { isLiving })
    expect(yielding.signal.aborted).toBe(false)
    await yieldTo(heldBy('run-4'), 'b', yielding, { isLiving })
    expect(yielding.signal.aborted).toBe(true)
  })
})
