import { describe, expect, it } from 'vitest'
import type { Node } from '../../src/model/node.ts'
import { failed, success } from '../../src/model/result.ts'
import { type PhaseStep, runPhase } from '../../src/play/phase.ts'
import { safeText } from '../../src/values/safe-text.ts'
import { contextOf, node } from './sample.ts'

const [A, B, C] = [node('a'), node('b'), node('c')]
const NODES = [A, B, C]
const inputs = new Map(NODES.map((one) => [one, one.name.toUpperCase()]))
const LOST = { reason: 'connection-lost', during: 'stage', evidence: safeText('reset') } as const

const fine: PhaseStep<string, string> = async (_node, input) =>
  Promise.resolve(
    success({ value: `${input}!`, outcome: 'changed', progress: { kind: 'changed', things: ['files'] } }),
  )

/** Does the same as `fine`, except on b. */
const exceptOnB =
  (onB: PhaseStep<string, string>): PhaseStep<string, string> =>
  async (one, input, progress) =>
    one === B ? onB(one, input, progress) : fine(one, input, progress)

const run = async (step: PhaseStep<string, string>, on = contextOf(NODES)) => ({
  on,
  values: await runPhase('stage', inputs, step, on),
})
const names = (values: ReadonlyMap<Node, string>) =>
  [...values].map(([{ name }, value]) => `${name}=${value}`).sort()

describe('a phase', () => {
  it('brings what each node brought, and tells what happens in order', async () => {
    const one = contextOf([A])
    const values = await runPhase(
      'stage',
      new Map([[A, 'x']]),
      async (...words) => {
        words[2]({ kind: 'acting', act: 'pull' })
        return fine(...words)
      },
      one,
    )
    expect(names(values)).toEqual(['a=x!'])
    expect(one.events).toEqual([
      { type: 'phase-started', phase: 'stage', nodes: ['a'] },
      { type: 'node-started', phase: 'stage', node: 'a' },
      { type: 'node-progress', phase: 'stage', node: 'a', text: '{"kind":"acting","act":"pull"}' },
      {
        type: 'node-finished',
        phase: 'stage',
        node: 'a',
        outcome: 'changed',
        text: '{"kind":"changed","things":["files"]}',
      },
      { type: 'phase-finished', phase: 'stage' },
    ])
    expect(one.roster.report('a').steps).toEqual([{ phase: 'stage', from: 1, to: 2, outcome: 'changed' }])
  })

  it('loses a node that fails, and no other', async () => {
    const { values, on } = await run(exceptOnB(async () => Promise.resolve(failed(LOST))))
    expect(names(values)).toEqual(['a=A!', 'c=C!'])
    expect(on.roster.report('b')).toMatchObject({
      state: 'failed',
      failure: LOST,
      steps: [{ outcome: 'failed' }],
    })
    expect(on.events).toContainEqual(
      expect.objectContaining({ type: 'node-finished', node: 'b', outcome: 'failed' }),
    )
  })

  it.each([
    ['rejects', async () => Promise.reject(new Error('a defect\u0007'))],
    [
      'throws before it begins',
      () => {
        throw new Error('a defect\u0007')
      },
    ],
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- what a defect may do
    ['rejects with something else', async () => Promise.reject('a defect\u0007')],
  ] as const)('loses a node whose step %s, and no other', async (_case, defect) => {
    const { values, on } = await run(exceptOnB(defect))
    expect(names(values)).toEqual(['a=A!', 'c=C!'])
    const { failure } = on.roster.report('b')
    expect(failure).toMatchObject({ reason: 'internal', during: 'stage' })
    expect(JSON.stringify(failure)).toContain('a defect\\\\u{7}')
  })

  it('runs no more nodes at once than the pool has places', async () => {
    let [running, most] = [0, 0]
    await run(
      async (...words) => {
        running += 1
        most = Math.max(most, running)
        await new Promise((resolve) => setImmediate(resolve))
        running -= 1
        return fine(...words)
      },
      contextOf(NODES, 2),
    )
    expect(most).toBe(2)
  })

  it('begins no node after an interruption, and lets those under way come to their end', async () => {
    const on = contextOf(NODES, 1)
    const { values } = await run(async (...words) => {
      if (words[0] === A) on.interruption.interrupt()
      return fine(...words)
    }, on)
    expect(names(values)).toEqual(['a=A!'])
    expect(on.roster.report('b')).toMatchObject({ state: 'untouched', steps: [] })
    expect(on.events.filter(({ type }) => type === 'node-started')).toHaveLength(1)
    expect(on.events.at(-1)).toEqual({ type: 'phase-finished', phase: 'stage' })
  })

  it('of no nodes begins and ends', async () => {
    const on = contextOf([])
    expect(await runPhase('stage', new Map<Node, string>(), fine, on)).toEqual(new Map())
    expect(on.events.map(({ type }) => type)).toEqual(['phase-started', 'phase-finished'])
  })
})

describe('a journal that cannot be written', () => {
  const failure = { reason: 'journal-failed', path: '/j', evidence: safeText('ENOSPC') } as const
  /** Entries of these types are written, and no other. */
  const journalOf = (...types: readonly string[]) => ({
    write: async ({ type }: { readonly type: string }) =>
      Promise.resolve(types.includes(type) ? success(undefined) : failed(failure)),
  })
  const one = new Map([[A, 'x']])

  it.each(['stage', 'activate', 'hold', 'remove'] as const)('keeps %s from beginning', async (phase) => {
    const context = { ...contextOf([A]), journal: journalOf() }
    expect(names(await runPhase(phase, one, fine, context))).toEqual([])
    expect(context.roster.report('a').failure).toEqual(failure)
  })

  it.each(['verify', 'rollback'] as const)('does not keep %s from ending what was begun', async (phase) => {
    const context = { ...contextOf([A]), journal: journalOf() }
    expect(names(await runPhase(phase, one, fine, context))).toEqual(['a=x!'])
    expect(context.roster.report('a').failure).toBeUndefined()
  })

  it('changes nothing of what a node answered', async () => {
    const context = { ...contextOf([A]), journal: journalOf('begins') }
    expect(names(await runPhase('activate', one, fine, context))).toEqual(['a=x!'])
    expect(context.roster.report('a').steps).toMatchObject([{ phase: 'activate', outcome: 'changed' }])
  })
})
