import { describe, expect, it } from 'vitest'
import type { HookMoment } from '../../../../src/model/hook.ts'
import { failed, type Result, success } from '../../../../src/model/result.ts'
import { safeText } from '../../../../src/values/safe-text.ts'
import type { ScriptedAnswer } from '../../../support/fake-host.ts'
import type { FakeNode } from '../fake-node.ts'
import { POLICY, SETTINGS } from '../sample.ts'
import { installed, play, three, titles } from '../small-rollout.ts'

const CHANGED = { ...SETTINGS, labels: { ...SETTINGS.labels, region: 'seoul' } }
const ONE_BY_ONE = { ...POLICY, sizes: [{ nodes: 1 }] } as const
const KILLED: ScriptedAnswer[] = [['reload', { exitCode: 137, stderr: 'Killed' }]]

const REFUSED = {
  reason: 'hook-failed',
  hook: 'before',
  command: safeText('./test.sh'),
  end: { how: 'exited', exitCode: 3 },
  evidence: safeText('not tonight'),
} as const

interface Asked {
  readonly moment: HookMoment
  readonly programs: readonly string[]
}

/** Hooks that note when they were asked and how far the nodes were by then, and fail where they are told to. */
function hooksOver(
  nodes: readonly FakeNode[],
  fails: (moment: HookMoment) => Result<void> | undefined = () => undefined,
) {
  const asked: Asked[] = []
  const run = async (moment: HookMoment): Promise<Result<void>> => {
    asked.push({ moment, programs: nodes.flatMap(titles) })
    return Promise.resolve(fails(moment) ?? success(undefined))
  }
  return { hooks: { run }, asked }
}

const refuse = (hook: HookMoment['hook'], batch?: number) => (moment: HookMoment) =>
  moment.hook === hook && (batch === undefined || ('batch' in moment && moment.batch === batch))
    ? failed({ ...REFUSED, hook })
    : undefined

const moments = (asked: readonly Asked[]): unknown[] => asked.map(({ moment }) => moment)

describe('the approval of a change', () => {
  const WRITING = ['take', 'stage', 'activate']

  it('is asked for before the hook, when everything is planned, with how many nodes and batches it is', async () => {
    const nodes = await installed()
    const order: string[] = []
    const approve = async (change: { readonly nodes: number; readonly batches: number }) => {
      order.push(`approve ${change.nodes} in ${change.batches} after ${nodes.flatMap(titles).join(' ')}`)
      return Promise.resolve(true)
    }
    const hooks = {
      run: async ({ hook }: HookMoment) => {
        order.push(hook)
        return Promise.resolve(success(undefined))
      },
    }
    await play(nodes, { settings: CHANGED, policy: ONE_BY_ONE, hooks, approve })
    expect(order.slice(0, 2)).toEqual(['approve 3 in 3 after observe observe observe', 'before'])
    expect(order.filter((step) => step.startsWith('approve'))).toHaveLength(1)
  })

  it('lets nothing be written, and no hook run, where it is not given', async () => {
    const nodes = await installed()
    const { hooks, asked } = hooksOver(nodes)
    const { rollout, state } = await play(nodes, {
      settings: CHANGED,
      hooks,
      approve: async () => Promise.resolve(false),
    })
    expect(rollout).toBeUndefined()
    expect(asked).toEqual([])
    expect(nodes.flatMap(titles).filter((title) => WRITING.some((word) => title.includes(word)))).toEqual([])
    expect(nodes.map(({ host }) => state(host.name))).toEqual(['untouched', 'untouched', 'untouched'])
  })

  it('is not asked for where nothing has to be changed, or is only planned', async () => {
    const approve = async () => Promise.reject(new Error('asked'))
    expect((await play(await installed(), { approve })).state('cmp1')).toBe('verified')
    await play(await installed(), { settings: CHANGED, phases: ['observe', 'plan'], approve })
  })
})

describe('the hook before', () => {
  it('is asked when everything is planned and nothing was written to any node', async () => {
    const nodes = await installed()
    const { hooks, asked } = hooksOver(nodes)
    await play(nodes, { settings: CHANGED, hooks })
    expect(asked[0]).toEqual({
      moment: { hook: 'before' },
      programs: ['observe', 'observe', 'observe'],
    })
  })

  it('is not asked where nothing is to be changed', async () => {
    const nodes = await installed()
    const { hooks, asked } = hooksOver(nodes)
    await play(nodes, { hooks })
    expect(asked).toEqual([])
  })

  it('leaves every node as it is where it fails, and each is told why, also those that need nothing', async () => {
    const [first, ...others] = await installed()
    if (first === undefined) throw new Error('there are three nodes')
    await play([first], { settings: CHANGED })
    const nodes = [first.again(), ...others]
    const { hooks, asked } = hooksOver(nodes, refuse('before'))
    const { rollout, roster } = await play(nodes, { settings: CHANGED, hooks })
    expect(rollout).toBeUndefined()
    expect(moments(asked)).toEqual([{ hook: 'before' }])
    expect(nodes.map(titles)).toEqual([['observe'], ['observe'], ['observe']])
    expect(roster.reports().map(({ state, failure }) => [state, failure])).toEqual(
      nodes.map(() => ['failed', REFUSED]),
    )
  })

  it('leaves nodes untouched and blames none where the operator ended it', async () => {
    const nodes = await installed()
    const { hooks } = hooksOver(nodes, () => failed({ reason: 'aborted', during: 'hook before' }))
    const { roster } = await play(nodes, { settings: CHANGED, hooks })
    expect(roster.reports().map(({ state, failure }) => [state, failure])).toEqual(
      nodes.map(() => ['untouched', undefined]),
    )
  })
})

describe('the hook after_batch', () => {
  it('is asked after each batch that was proven, the last one too, and before the next one', async () => {
    const nodes = await installed()
    const { hooks, asked } = hooksOver(nodes)
    const { rollout } = await play(nodes, { settings: CHANGED, policy: ONE_BY_ONE, hooks })
    expect(moments(asked).slice(1)).toEqual([
      { hook: 'after_batch', batch: 1, of: 3, nodes: ['ctl1'] },
      { hook: 'after_batch', batch: 2, of: 3, nodes: ['cmp1'] },
      { hook: 'after_batch', batch: 3, of: 3, nodes: ['cmp2'] },
    ])
    const done = asked.slice(1).map(({ programs }) => programs.filter((title) => title === 'confirm').length)
    expect(done).toEqual([1, 2, 3])
    expect(rollout?.ending).toBe('complete')
  })

  it('closes the gate where it fails, and what was proven stays', async () => {
    const nodes = await installed()
    const { hooks } = hooksOver(nodes, refuse('after_batch', 1))
    const { rollout, state } = await play(nodes, { settings: CHANGED, policy: ONE_BY_ONE, hooks })
    expect(rollout?.ending).toBe('stopped-by-gate')
    expect(rollout?.reason).toContain('hook-failed')
    expect(nodes.map(({ host }) => state(host.name))).toEqual(['verified', 'untouched', 'untouched'])
    expect(nodes.map((one) => one.state().free)).toEqual([true, true, true])
  })

  it('that fails after the last batch says so, though there was no gate to be closed', async () => {
    const nodes = await installed()
    const { hooks } = hooksOver(nodes, refuse('after_batch'))
    const { rollout } = await play(nodes, { settings: CHANGED, hooks })
    expect(rollout?.ending).toBe('complete')
    expect(rollout?.reason).toContain('hook-failed')
  })

  it('hears of a batch in which a node failed once that went back', async () => {
    const [first, second, third] = await installed()
    if (first === undefined || second === undefined || third === undefined) throw new Error('there are three')
    const nodes = [first.again(KILLED), second, third]
    const { hooks, asked } = hooksOver(nodes)
    const policy = { ...ONE_BY_ONE, maxFailures: { nodes: 1 } } as const
    await play(nodes, { settings: CHANGED, policy, hooks })
    expect(asked[1]?.moment).toMatchObject({ hook: 'after_batch', batch: 1, nodes: ['ctl1'] })
    expect(asked[1]?.programs).toContain('revert')
    expect(moments(asked)).toHaveLength(4)
  })

  it('is not asked about a batch that ends the run', async () => {
    const [first, second, third] = await installed()
    if (first === undefined || second === undefined || third === undefined) throw new Error('there are three')
    const nodes = [first.again(KILLED), second, third]
    const { hooks, asked } = hooksOver(nodes)
    const policy = { ...ONE_BY_ONE, maxFailures: { nodes: 0 } } as const
    expect((await play(nodes, { settings: CHANGED, policy, hooks })).rollout?.ending).toBe(
      'max-failures-exceeded',
    )
    expect(moments(asked)).toEqual([{ hook: 'before' }])
  })

  it('is not asked any more once the operator wants to stop', async () => {
    const nodes = await installed()
    const { hooks, asked } = hooksOver(nodes)
    await play(nodes, {
      settings: CHANGED,
      hooks,
      watch: ({ interruption }, event) => {
        if (event.type === 'phase-finished' && event.phase === 'activate') interruption.interrupt()
      },
    })
    expect(moments(asked)).toEqual([{ hook: 'before' }])
  })

  it('is asked again about the last batch that an earlier run was done with, all of it', async () => {
    const nodes = await installed()
    await play(nodes.slice(0, 2), { settings: CHANGED })
    const again = nodes.map((one) => one.again())
    const { hooks, asked } = hooksOver(again, refuse('after_batch', 1))
    const earlierBatches = [['ctl1', 'cmp1'], ['cmp2']]
    const { rollout } = await play(again, { settings: CHANGED, earlierBatches, hooks })
    expect(moments(asked)).toEqual([
      { hook: 'before' },
      { hook: 'after_batch', batch: 1, of: 2, nodes: ['ctl1', 'cmp1'] },
    ])
    expect(rollout?.ending).toBe('stopped-by-gate')
  })

  it('is asked again too where the earlier run had no other batch', async () => {
    const nodes = await installed()
    await play(nodes, { settings: CHANGED })
    const again = nodes.map((one) => one.again())
    const { hooks, asked } = hooksOver(again)
    await play(again, { settings: CHANGED, earlierBatches: [['ctl1', 'cmp1', 'cmp2']], hooks })
    expect(moments(asked)).toEqual([
      { hook: 'after_batch', batch: 1, of: 1, nodes: ['ctl1', 'cmp1', 'cmp2'] },
    ])
  })
})

it('a first rollout asks its hooks too', async () => {
  const nodes = three()
  const { hooks, asked } = hooksOver(nodes)
  await play(nodes, { hooks })
  expect(moments(asked)).toEqual([
    { hook: 'before' },
    { hook: 'after_batch', batch: 1, of: 1, nodes: ['ctl1', 'cmp1', 'cmp2'] },
  ])
})
