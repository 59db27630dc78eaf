import { describe, expect, it } from 'vitest'
import type { WorkerSettings } from '../../../../roles/mimir-worker/worker/vars.ts'
import { safeText } from '../../../../src/values/safe-text.ts'
import type { ScriptedAnswer } from '../../../support/fake-host.ts'
import type { FakeNode } from '../fake-node.ts'
import { given } from '../programs/sent-program.ts'
import { POLICY, SETTINGS } from '../sample.ts'
import { installed, play, three, titles } from '../small-rollout.ts'

const CHANGED = { ...SETTINGS, labels: { ...SETTINGS.labels, region: 'seoul' } }
const OTHERS = { ...SETTINGS, labels: { ...SETTINGS.labels, region: 'busan' } }

/** A node to which something happens just before its lease is asked for. */
const overtaken = (one: FakeNode, happens: () => Promise<unknown>): FakeNode =>
  happensBefore(one, 'stage', happens)

/** Something happens just before a node is first told to do this. */
function happensBefore(one: FakeNode, title: string, happens: () => Promise<unknown>): FakeNode {
  let waiting = true
  const exec: FakeNode['host']['exec'] = async (command) => {
    if (waiting && command.title === title) {
      waiting = false
      await happens()
    }
    return one.host.exec(command)
  }
  return { ...one, host: { ...one.host, exec } }
}

/** One node that a run has been to, and what a second run makes of it where a third one comes in between. */
async function overtakenBy(settings: WorkerSettings) {
  const [one] = await installed()
  if (one === undefined) throw new Error('there are three nodes')
  const mine = one.again()
  const other = async () => play([one.again()], { settings })
  const { roster } = await play([overtaken(mine, other)], { settings: CHANGED })
  return { mine, report: roster.report('ctl1') }
}

describe('a node that another run changed between the look and the lease', () => {
  it('is only proven where that brought it to the very same generation', async () => {
    const { mine, report } = await overtakenBy(CHANGED)
    expect(titles(mine)).toEqual(['observe', 'stage', 'observe', 'confirm'])
    expect(report).toMatchObject({ state: 'verified', verdict: 'noop', reasons: [] })
    expect(mine.state()).toMatchObject({ free: true, unconfirmed: undefined })
  })

  it('is brought from where it is now, and would go back to there', async () => {
    const [one] = await installed()
    const before = one?.running()?.generation
    const { mine, report } = await overtakenBy(OTHERS)
    expect(titles(mine)).toEqual(['observe', 'stage', 'observe', 'reload', 'observe', 'confirm'])
    expect(report).toMatchObject({ state: 'verified', verdict: 'reload' })
    expect(report.previous).not.toBe(before)
    expect(report.previous).not.toBe(report.generation)
  })

  it('is refused where a saved plan is applied: that held of what was there before', async () => {
    const [one] = await installed()
    if (one === undefined) throw new Error('there are three nodes')
    const planned = await play([one.again()], { settings: CHANGED, phases: ['observe', 'plan'] })
    const pinned = planned.roster.report('ctl1').pinned
    if (pinned === undefined) throw new Error('a plan says how it found its nodes')
    const saved = { nodes: new Map([['ctl1', pinned]]), batches: [['ctl1']] }
    const mine = overtaken(one.again(), async () => play([one.again()], { settings: OTHERS }))
    const { roster } = await play([mine], { settings: CHANGED, pinned: saved })
    expect(roster.report('ctl1').failure?.reason).toBe('moved')
    expect(mine.state().free).toBe(true)
  })
})

describe('a node that was proven and given back, and that is to go back because another node failed', () => {
  const policy = {
    ...POLICY,
    batches: [{ nodes: 1 }, { percent: 100 }],
    maxFailures: { nodes: 0 },
    rollback: 'all',
  } as const

  /** Two nodes, of which the second fails after this has happened. */
  async function failing(meanwhile: (first: FakeNode) => Promise<unknown>) {
    const [first, second] = await installed()
    if (first === undefined || second === undefined) throw new Error('there are three nodes')
    const evidence = safeText('')
    const lost: ScriptedAnswer = ['reload', { failure: { reason: 'start-failed', evidence } }]
    const before = first.running()?.generation
    const nodes = [first.again(), happensBefore(second.again([lost]), 'reload', async () => meanwhile(first))]
    const { roster } = await play(nodes, { settings: CHANGED, policy })
    return { before, now: first.running()?.generation, report: roster.report('ctl1') }
  }

  it('goes back where nobody was there since', async () => {
    const { before, now, report } = await failing(async () => Promise.resolve())
    expect(report).toMatchObject({ state: 'rolled-back', rollback: { scope: 'all', to: before } })
    expect(now).toBe(before)
  })

  it('is left as another run made it meanwhile', async () => {
    const { before, now, report } = await failing(async (first) =>
      play([first.again()], { settings: OTHERS }),
    )
    expect(report).toMatchObject({ state: 'failed', rollback: { failure: { reason: 'lease-lost' } } })
    expect(now).not.toBe(before)
  })
})

describe('a lease of which nobody knows whether it was taken', () => {
  it('is given back by the name of the run', async () => {
    const evidence = safeText('')
    const lost: ScriptedAnswer = [
      'stage',
      { failure: { reason: 'deadline', during: 'stage', seconds: 9, evidence } },
    ]
    const nodes = three([lost])
    await play(nodes)
    const releases = nodes[1].host.commands.filter(({ title }) => title === 'release-lease')
    expect(releases.map(({ program }) => [given(program, 'RUN'), given(program, 'TOKEN')])).toEqual([
      ['run-1', ''],
    ])
  })
})
