import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allowance } from '../../src/play/batches.ts'
import {
  after,
  type Campaign,
  type CampaignEvent,
  type CampaignOrder,
  campaign,
  type Move,
} from '../../src/play/campaign.ts'
import { type CampaignState, type FailureKind, failuresOf } from '../../src/play/node-outcome.ts'
import { type World, world } from './campaign-sample.ts'

/** More turns than any campaign of the sample can have. */
const ENDLESS = 300

/** A campaign and what happened to it then. */
interface Turn {
  readonly at: Campaign
  readonly event: CampaignEvent
}

interface History {
  readonly turns: readonly Turn[]
  readonly ended: Campaign
}

/** What a world answers to the move of a campaign. */
function answer({ order, states, move }: Campaign, { outcome, back, opens, unwell }: World): CampaignEvent {
  if (move.kind === 'end') throw new Error('the campaign has ended')
  if (move.kind === 'activate')
    return { kind: 'batch-done', outcomes: new Map(move.nodes.map((node) => [node, outcome(node)])) }
  if (move.kind === 'roll-back')
    return { kind: 'rolled-back', outcomes: new Map(move.nodes.map((node) => [node, back(node)])) }
  const found = (order.batches[move.batch - 1]?.nodes ?? []).filter(
    (node) => unwell.has(node) && states.get(node)?.kind === 'verified',
  )
  if (found.length === 0) return { kind: opens(move.batch) ? 'gate-passed' : 'gate-refused' }
  return {
    kind: 'gate-found-unwell',
    outcomes: new Map(found.map((node): [string, FailureKind] => [node, 'unverified'])),
  }
}

/** A campaign in a world to its end; `meanwhile` has what is told before so many turns. */
function play(
  one: World,
  meanwhile: ReadonlyMap<number, CampaignEvent> = new Map(),
  order = one.order,
): History {
  const turns: Turn[] = []
  let now = campaign(order)
  const tell = (event: CampaignEvent): void => {
    turns.push({ at: now, event })
    now = after(now, event)
  }
  while (now.move.kind !== 'end') {
    if (turns.length > ENDLESS) throw new Error('it does not end')
    const told = meanwhile.get(turns.length)
    tell(told ?? answer(now, one))
  }
  return { turns, ended: now }
}

const dropOut = fc.array(fc.nat(40), { maxLength: 3 }).map(
  (nodes): CampaignEvent => ({
    kind: 'dropped-out',
    outcomes: new Map(nodes.map((node) => [`n${node}`, 'unreachable'])),
  }),
)
const meanwhile = fc
  .array(fc.tuple(fc.nat(12), fc.oneof(fc.constant<CampaignEvent>({ kind: 'stop-requested' }), dropOut)), {
    maxLength: 3,
  })
  .map((events) => new Map(events))

/** Batches that were begun, with the campaign before and after. */
const begun = ({ turns, ended }: History) =>
  turns.flatMap(({ at, event }, index) =>
    event.kind === 'batch-done' && at.move.kind === 'activate'
      ? [{ at, nodes: at.move.nodes, index, following: turns[index + 1]?.at ?? ended }]
      : [],
  )

const rolledBack = ({ turns }: History): Extract<Move, { kind: 'roll-back' }>[] =>
  turns.flatMap(({ at, event }) =>
    event.kind === 'rolled-back' && at.move.kind === 'roll-back' ? [at.move] : [],
  )

const activated = (history: History): string[] => begun(history).flatMap(({ nodes }) => nodes)

const isSpent = ({ order, states }: Campaign): boolean =>
  failuresOf(states) > allowance(order.maxFailures, order.fleet)

/** Whether something holds for whatever happens in whatever world. */
function always(holds: (history: History, one: World) => void): void {
  fc.assert(
    fc.property(world, meanwhile, (one, events) => holds(play(one, events), one)),
    { numRuns: 1000 },
  )
}

describe('whatever happens to a campaign', () => {
  it('ends, and leaves no node pending', () => {
    always(({ ended }) => {
      expect([...ended.states.values()].filter(({ kind }) => kind === 'pending')).toEqual([])
    })
  })

  it('activates no node twice, and none that was lost before', () => {
    always((history, { order }) => {
      const nodes = activated(history)
      expect(new Set(nodes).size).toBe(nodes.length)
      expect(nodes.filter((node) => order.lost.has(node))).toEqual([])
    })
  })

  it('activates each node, or has seen it come to grief, or never started it', () => {
    always((history, { order }) => {
      const nodes = new Set(activated(history))
      const kinds = order.batches
        .flatMap((batch) => batch.nodes)
        .map((name) => [nodes.has(name), history.ended.states.get(name)?.kind] as const)
      expect(kinds.filter(([had, kind]) => had && kind === 'not-started')).toEqual([])
      expect(kinds.filter(([had, kind]) => !had && kind !== 'not-started' && kind !== 'failed')).toEqual([])
    })
  })

  it('tells at the end who never started', () => {
    always(({ ended }) => {
      const never = [...ended.states].filter(([, { kind }]) => kind === 'not-started')
      expect(ended.move).toMatchObject({ notStarted: never.map(([node]) => node) })
    })
  })

  it('begins no batch but the first once more failed than max_failures allows', () => {
    always((history) => {
      for (const { at } of begun(history).slice(1)) expect(isSpent(at)).toBe(false)
    })
  })

  it('has one gate that passed between two batches, and none before the first', () => {
    always((history) => {
      for (const [number, { index }] of begun(history).entries()) {
        const passed = history.turns.slice(0, index).filter(({ event }) => event.kind === 'gate-passed')
        expect(passed).toHaveLength(number)
      }
    })
  })

  it('begins no other batch after a wish to stop', () => {
    always(({ turns }) => {
      const wish = turns.findIndex(({ event }) => event.kind === 'stop-requested')
      const later = wish === -1 ? [] : turns.slice(wish)
      expect(later.filter(({ event }) => event.kind === 'batch-done')).toEqual([])
    })
  })

  it('takes no node for verified that was told to go back, unless it had nothing to go back to', () => {
    always((history, { back }) => {
      const told = rolledBack(history).flatMap(({ nodes }) => nodes)
      const gone = told.filter((node) => back(node) !== 'stays')
      expect(gone.filter((node) => history.ended.states.get(node)?.kind === 'verified')).toEqual([])
    })
  })

  it('takes back only what was activated and had a worker before', () => {
    always((history, { order }) => {
      const changed = new Set(activated(history))
      const told = rolledBack(history).flatMap(({ nodes }) => nodes)
      expect(told.filter((node) => !changed.has(node) || order.firstInstalls.has(node))).toEqual([])
    })
  })

  it('is complete only where every batch had its turn', () => {
    always(({ ended: { move } }) => {
      const complete = move.kind === 'end' && move.how === 'complete'
      expect(complete ? move.notStarted : []).toEqual([])
    })
  })
})

describe('whatever the policy of rolling back', () => {
  /** The nodes that shall go back after a batch, where `changed` is all that was activated up to then. */
  const meant = (following: Campaign, fallen: readonly string[], changed: readonly string[]): string[] => {
    const { order, states } = following
    const batch = order.batches.find(({ nodes }) => fallen.some((node) => nodes.includes(node)))?.nodes ?? []
    const wide = {
      none: [],
      node: fallen,
      batch: batch.filter((node) => changed.includes(node)),
      all: changed,
    }
    const candidates = isSpent(following) || order.rollback === 'none' ? wide[order.rollback] : fallen
    return (fallen.length === 0 ? [] : candidates).filter(
      (node) => !order.firstInstalls.has(node) && states.get(node)?.kind !== 'rolled-back',
    )
  }

  it('has exactly the right nodes go back after a batch', () => {
    always((history, { outcome }) => {
      const changed: string[] = []
      for (const { nodes, following } of begun(history)) {
        changed.push(...nodes)
        const fallen = nodes.filter((node) => outcome(node) !== 'verified')
        const { move } = following
        expect(move.kind === 'roll-back' ? [...move.nodes].sort() : []).toEqual(
          meant(following, fallen, changed).sort(),
        )
      }
    })
  })

  it('has nothing follow after more than single nodes went back', () => {
    always(({ turns, ended }) => {
      const wide = ({ at, event }: Turn): boolean =>
        event.kind === 'rolled-back' && at.move.kind === 'roll-back' && at.move.scope !== 'node'
      expect(turns.slice(0, -1).filter(wide)).toEqual([])
      const how = ended.move.kind === 'end' ? ended.move.how : undefined
      expect(turns.slice(-1).some(wide) ? how : 'max-failures-exceeded').toBe('max-failures-exceeded')
    })
  })
})

describe('a run that is resumed', () => {
  type Finished = CampaignOrder['finished']

  const isFinished = (
    entry: readonly [string, CampaignState],
  ): entry is [string, Exclude<CampaignState, { kind: 'pending' | 'not-started' }>] =>
    entry[1].kind !== 'pending' && entry[1].kind !== 'not-started'

  /** What a run that was cut off had brought to an end: nothing of the batch that was still to be taken back. */
  const finishedIn = ({ order, states, move }: Campaign): Finished => {
    const undone = new Set(move.kind === 'roll-back' ? order.batches[move.batch - 1]?.nodes : [])
    if (move.kind === 'roll-back' && move.scope === 'all') return new Map()
    const batched = new Set(order.batches.flatMap(({ nodes }) => nodes))
    return new Map(
      [...states]
        .filter(isFinished)
        .filter(([node]) => batched.has(node) && !undone.has(node) && !order.lost.has(node)),
    )
  }

  const standingsOf = ({ ended }: History) =>
    [...ended.states].sort(([one], [other]) => (one < other ? -1 : 1))

  it('ends where it would have ended, wherever it was cut off', () => {
    fc.assert(
      fc.property(world, fc.nat(), (one, cut) => {
        const whole = play(one)
        const states = [...whole.turns.map(({ at }) => at), whole.ended]
        const finished = finishedIn(states[cut % states.length] ?? whole.ended)
        expect(standingsOf(play(one, new Map(), { ...one.order, finished }))).toEqual(standingsOf(whole))
      }),
      { numRuns: 1000 },
    )
  })

  it('ends where it would have ended, where some nodes of a batch had come through', () => {
    fc.assert(
      fc.property(world, fc.nat(), fc.infiniteStream(fc.boolean()), (one, cut, through) => {
        const whole = play(one)
        const batches = begun(whole)
        const batch = batches[cut % Math.max(1, batches.length)]
        if (batch === undefined) return
        const verified = batch.nodes.filter(
          (node) => one.outcome(node) === 'verified' && through.next().value === true,
        )
        const finished = new Map([
          ...finishedIn(batch.at),
          ...verified.map((node) => [node, { kind: 'verified' } as const] as const),
        ])
        const resumed = play(one, new Map(), { ...one.order, finished })
        expect(standingsOf(resumed)).toEqual(standingsOf(whole))
        expect(activated(resumed).filter((node) => finished.has(node))).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })
})
