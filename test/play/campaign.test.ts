import { describe, expect, it } from 'vitest'
import {
  after,
  type Campaign,
  type CampaignEvent,
  type CampaignOrder,
  campaign,
  next,
} from '../../src/play/campaign.ts'
import type { FailureKind } from '../../src/play/node-outcome.ts'
import { back, done, PASSED, unwell } from './campaign-events.ts'

const ORDER: CampaignOrder = {
  batches: [{ nodes: ['a'] }, { nodes: ['b', 'c'] }, { nodes: ['d', 'e'] }],
  fleet: 10,
  maxFailures: { nodes: 0 },
  canary: false,
  rollback: 'batch',
  firstInstalls: new Set(),
  lost: new Map(),
  finished: new Map(),
}
const VERIFIED = { kind: 'verified' } as const

const dropped = (outcomes: Readonly<Record<string, FailureKind>>): CampaignEvent => ({
  kind: 'dropped-out',
  outcomes: new Map(Object.entries(outcomes)),
})
const STOP = { kind: 'stop-requested' } as const

const go = (order: Partial<CampaignOrder>, ...events: readonly CampaignEvent[]): Campaign =>
  events.reduce(after, campaign({ ...ORDER, ...order }))
const move = (order: Partial<CampaignOrder>, ...events: readonly CampaignEvent[]) =>
  next(go(order, ...events))
const states = (one: Campaign) => Object.fromEntries(one.states)

describe('a campaign', () => {
  it('goes from batch to batch, through a gate between two, to its end', () => {
    const first = [done({ a: 'verified' })]
    const second = [...first, PASSED, done({ b: 'verified', c: 'verified' })]
    const third = [...second, PASSED, done({ d: 'verified', e: 'verified' })]
    expect(move({})).toEqual({ kind: 'activate', batch: 1, of: 3, nodes: ['a'] })
    expect(move({}, ...first)).toEqual({ kind: 'gate', batch: 1 })
    expect(move({}, ...first, PASSED)).toEqual({ kind: 'activate', batch: 2, of: 3, nodes: ['b', 'c'] })
    expect(move({}, ...second)).toEqual({ kind: 'gate', batch: 2 })
    expect(move({}, ...third)).toEqual({ kind: 'end', how: 'complete', notStarted: [] })
  })

  it('has nothing to do where no node needs anything', () => {
    expect(move({ batches: [] })).toEqual({ kind: 'end', how: 'nothing-to-do', notStarted: [] })
  })

  it('ends where the gate refuses, and names who never had a turn', () => {
    const ended = go({}, done({ a: 'verified' }), { kind: 'gate-refused' })
    expect(next(ended)).toEqual({ kind: 'end', how: 'stopped-by-gate', notStarted: ['b', 'c', 'd', 'e'] })
    expect(states(ended)).toMatchObject({ a: VERIFIED, b: { kind: 'not-started' } })
  })

  it('takes a node of a batch that nothing is told of for unverified', () => {
    expect(
      states(go({ rollback: 'none' }, done({ a: 'verified' }), PASSED, done({ b: 'verified' }))),
    ).toMatchObject({
      c: { kind: 'failed', how: 'unverified' },
    })
  })

  it('throws at an event that answers no move, and at a node that is not part of the move', () => {
    expect(() => go({}, PASSED)).toThrow('gate-passed answers no activate')
    expect(() => go({}, done({ b: 'verified' }))).toThrow('b is not part of the move')
    expect(() => go({}, done({ a: 'verified' }), unwell({ b: 'failed' }))).toThrow(
      'b is not part of the move',
    )
    expect(() => go({}, done({ a: 'verified' }), unwell({}))).toThrow('names no node')
  })
})

describe('max_failures', () => {
  const two = [done({ a: 'verified' }), PASSED, done({ b: 'verified', c: 'failed' })]

  it('lets the campaign go on while it lasts', () => {
    expect(move({ maxFailures: { nodes: 1 }, rollback: 'none' }, ...two)).toEqual({ kind: 'gate', batch: 2 })
  })

  it('ends the campaign once it is spent', () => {
    expect(move({ rollback: 'none' }, ...two)).toEqual({
      kind: 'end',
      how: 'max-failures-exceeded',
      notStarted: ['d', 'e'],
    })
  })

  it('is of all nodes of the run, where it is a percentage', () => {
    expect(move({ maxFailures: { percent: 10 }, fleet: 10, rollback: 'none' }, ...two).kind).toBe('gate')
    expect(move({ maxFailures: { percent: 10 }, fleet: 0, rollback: 'none' }, ...two).kind).toBe('end')
  })

  it.each<FailureKind>(['failed', 'unreachable', 'timed-out', 'unverified'])(
    'counts a node that is %s',
    (how) => {
      expect(move({ rollback: 'none' }, done({ a: how })).kind).toBe('end')
    },
  )

  it('counts nodes that were lost before, but lets the first batch begin', () => {
    const lost = new Map([['elsewhere', 'unreachable']] as const)
    expect(move({ lost }).kind).toBe('activate')
    expect(move({ lost }, done({ a: 'verified' }))).toMatchObject({ how: 'max-failures-exceeded' })
  })

  it('that was used up by others takes no well batch back', () => {
    const lost = new Map([['elsewhere', 'unreachable']] as const)
    expect(states(go({ lost, rollback: 'all' }, done({ a: 'verified' })))).toMatchObject({ a: VERIFIED })
  })

  it('stops nothing where every batch had its turn', () => {
    const batches = [{ nodes: ['a', 'b'] }]
    expect(move({ batches, rollback: 'none' }, done({ a: 'failed', b: 'failed' }))).toMatchObject({
      how: 'complete',
    })
  })
})

describe('rolling back', () => {
  const events = [done({ a: 'verified' }), PASSED, done({ b: 'verified', c: 'timed-out' })]

  it('is of nothing, the node, its batch or everything that was changed, as the policy says', () => {
    expect(move({ rollback: 'none' }, ...events).kind).toBe('end')
    expect(move({ rollback: 'node' }, ...events)).toEqual({
      kind: 'roll-back',
      batch: 2,
      nodes: ['c'],
      scope: 'node',
    })
    expect(move({ rollback: 'batch' }, ...events)).toEqual({
      kind: 'roll-back',
      batch: 2,
      nodes: ['b', 'c'],
      scope: 'batch',
    })
    expect(move({ rollback: 'all' }, ...events)).toEqual({
      kind: 'roll-back',
      batch: 2,
      nodes: ['a', 'b', 'c'],
      scope: 'all',
    })
  })

  it.each(['node', 'batch', 'all'] as const)(
    'is of the failing node alone while fewer failed than max_failures (%s), and the campaign goes on',
    (rollback) => {
      const order = { rollback, maxFailures: { nodes: 1 } }
      expect(move(order, ...events)).toMatchObject({ nodes: ['c'], scope: 'node' })
      expect(move(order, ...events, back({ c: 'proven' }))).toEqual({ kind: 'gate', batch: 2 })
    },
  )

  it('ends the campaign where more than the node goes back', () => {
    const ended = go({}, ...events, back({ b: 'proven', c: 'unproven' }))
    expect(next(ended)).toEqual({ kind: 'end', how: 'max-failures-exceeded', notStarted: ['d', 'e'] })
    expect(states(ended)).toEqual({
      a: VERIFIED,
      b: { kind: 'rolled-back', proven: true },
      c: { kind: 'rolled-back', proven: false },
      d: { kind: 'not-started' },
      e: { kind: 'not-started' },
    })
  })

  it('calls no node verified that was told to go back and is not known to be', () => {
    expect(states(go({}, ...events, back({ b: 'failed' })))).toMatchObject({
      b: { kind: 'failed', how: 'unverified' },
      c: { kind: 'failed', how: 'timed-out' },
    })
  })

  it('leaves a node as it is that had nothing to go back to', () => {
    expect(states(go({}, ...events, back({ b: 'stays', c: 'stays' })))).toMatchObject({
      b: VERIFIED,
      c: { kind: 'failed', how: 'timed-out' },
    })
  })

  it('asks nothing of first installs', () => {
    const firstInstalls = new Set(['b', 'c'])
    expect(move({ firstInstalls }, ...events)).toMatchObject({ how: 'max-failures-exceeded' })
    expect(move({ firstInstalls, rollback: 'all' }, ...events)).toMatchObject({ nodes: ['a'] })
  })

  it('asks nothing of nodes that were never changed, or are back already', () => {
    const order = {
      rollback: 'all',
      maxFailures: { nodes: 1 },
      lost: new Map([['b', 'unreachable']] as const),
    } as const
    const first = [done({ a: 'failed' })]
    expect(move(order, ...first)).toMatchObject({ nodes: ['a'], scope: 'all' })
    const later = [done({ a: 'verified' }), PASSED, done({ c: 'failed' })]
    expect(move(order, ...later)).toMatchObject({ nodes: ['a', 'c'], scope: 'all' })
    const spent = { ...order, lost: new Map() }
    const twice = [done({ a: 'failed' }), back({ a: 'proven' }), PASSED, done({ b: 'verified', c: 'failed' })]
    expect(move(spent, ...twice)).toMatchObject({ nodes: ['b', 'c'], scope: 'all' })
  })
})

describe('a gate that finds nodes unwell', () => {
  it('has them go back as if the batch had failed', () => {
    const events = [done({ a: 'verified' }), PASSED, done({ b: 'verified', c: 'verified' })]
    expect(move({}, ...events, unwell({ c: 'unverified' }))).toMatchObject({
      nodes: ['b', 'c'],
      scope: 'batch',
    })
  })

  it('is asked again where max_failures allows more', () => {
    const order = { maxFailures: { nodes: 1 } }
    const events = [done({ a: 'verified' }), unwell({ a: 'unreachable' })]
    expect(move(order, ...events)).toMatchObject({ nodes: ['a'], scope: 'node' })
    expect(move(order, ...events, back({ a: 'failed' }))).toEqual({ kind: 'gate', batch: 1 })
  })
})

describe('an interruption', () => {
  it('begins no batch and asks no gate', () => {
    expect(move({}, STOP)).toMatchObject({ how: 'interrupted', notStarted: ['a', 'b', 'c', 'd', 'e'] })
    expect(move({}, done({ a: 'verified' }), STOP)).toMatchObject({ how: 'interrupted' })
    expect(move({}, done({ a: 'verified' }), PASSED, STOP)).toMatchObject({ how: 'interrupted' })
  })

  it('still has go back what failed', () => {
    const order = { maxFailures: { nodes: 1 } }
    const events = [done({ a: 'failed' }), STOP]
    expect(move(order, ...events)).toMatchObject({ kind: 'roll-back', nodes: ['a'] })
    expect(move(order, ...events, back({ a: 'proven' }))).toMatchObject({ how: 'interrupted' })
  })

  it('is seen by a node of the batch that had not begun, which then never starts', () => {
    const ended = go({}, done({ a: 'verified' }), PASSED, done({ b: 'verified', c: 'not-started' }))
    expect(next(ended)).toEqual({ kind: 'end', how: 'interrupted', notStarted: ['c', 'd', 'e'] })
  })

  it('interrupts nothing where nothing is left', () => {
    expect(move({ batches: [{ nodes: ['a'] }] }, done({ a: 'verified' }), STOP)).toMatchObject({
      how: 'complete',
    })
  })
})

describe('nodes that drop out while they wait', () => {
  it('are left out of their batch, and count as failures', () => {
    const order = { maxFailures: { nodes: 1 } }
    const events = [done({ a: 'verified' }), dropped({ b: 'unreachable' })]
    expect(move(order, ...events, PASSED)).toMatchObject({ kind: 'activate', batch: 2, nodes: ['c'] })
    expect(move(order, ...events, dropped({ idle: 'unverified' }))).toMatchObject({
      how: 'max-failures-exceeded',
    })
  })

  it('may leave a batch empty, which then has no turn', () => {
    expect(move({}, dropped({ a: 'failed' }))).toMatchObject({
      kind: 'activate',
      batch: 2,
      nodes: ['b', 'c'],
    })
  })

  it('are not heard once they had their turn', () => {
    expect(states(go({}, done({ a: 'verified' }), dropped({ a: 'failed' })))).toMatchObject({
      a: VERIFIED,
    })
  })
})

describe('a run that is resumed', () => {
  it('begins no finished node again, and asks the gate after the last batch that had its turn', () => {
    const finished = new Map([
      ['a', VERIFIED],
      ['b', VERIFIED],
    ])
    expect(move({ finished })).toEqual({ kind: 'gate', batch: 1 })
    expect(move({ finished }, PASSED)).toEqual({ kind: 'activate', batch: 2, of: 3, nodes: ['c'] })
  })

  it('counts failures before it begins a batch', () => {
    const finished = new Map([['a', { kind: 'failed', how: 'failed' }]] as const)
    expect(move({ finished })).toMatchObject({ how: 'max-failures-exceeded' })
  })

  it('has nothing left where all of it is finished', () => {
    const finished = new Map(['a', 'b', 'c', 'd', 'e'].map((node) => [node, VERIFIED]))
    expect(move({ finished })).toEqual({ kind: 'end', how: 'complete', notStarted: [] })
  })

  it('takes back what was changed before, where all shall go back', () => {
    const finished = new Map([
      ['a', VERIFIED],
      ['b', VERIFIED],
    ])
    expect(move({ finished, rollback: 'all' }, PASSED, done({ c: 'failed' }))).toMatchObject({
      nodes: ['a', 'b', 'c'],
    })
  })
})
