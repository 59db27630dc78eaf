import { beforeAll, describe, expect, it } from 'vitest'
import type { Lab } from '../lab/lab/lab.ts'
import { on } from '../lab/lab/observe.ts'
import { CURRENT, environment, leases, onEveryNode, run, states } from '../support/campaign.ts'
import { inconsistencies } from '../support/consistency.ts'
import { fleet } from '../support/fleet.ts'
import { onAll } from '../support/on-nodes.ts'
import { type RunResult, reportOf, rolloutOrThrow, start, stderrIncludes } from '../support/run.ts'

const FIRST_WISH = 'interrupted: no new work is started'
const OUTPUT = ['--output', 'json', '--batches', '1,1,100%']

let lab: Lab
let file: string
let before: ReadonlyMap<string, string>

beforeAll(async () => {
  lab = await fleet(2)
  await rolloutOrThrow(await environment(lab, 'ctrl-c'))
  file = await environment(lab, 'ctrl-c-next')
})

/** All nodes but the first so many, in the order of the batches. */
const allBut = <Words>(count: number, words: Words): Record<string, Words> =>
  Object.fromEntries(lab.nodes.slice(count).map(({ name }) => [name, words]))

const batchStates = (ended: RunResult): unknown[] =>
  reportOf(ended).rollout?.batches.map(({ nodes, state }) => [nodes[0], state]) ?? []

describe('Ctrl-C once, in the first of three batches', () => {
  let ended: RunResult

  beforeAll(async () => {
    before = await onAll(lab, CURRENT)
    const running = start('rollout', file, ...OUTPUT)
    await running.waitForOutput('activate: 1 node')
    running.signalAll('SIGINT')
    ended = await running.ended
  })

  it('ends with 130 when that batch is proven, and begins no other', () => {
    expect(ended.exitCode).toBe(130)
    expect(batchStates(ended)).toEqual([
      ['ctl1', 'done'],
      ['cmp1', 'not-started'],
      ['cmp2', 'not-started'],
    ])
    // A node on which all files lay already was not touched at all.
    const left: unknown = expect.stringMatching(/^(?:interrupted|untouched) reload$/u)
    expect(states(ended)).toEqual({ ctl1: 'verified reload', ...allBut(1, left) })
  })

  it('says what is left where, and how to go on', () => {
    expect(stderrIncludes(ended, FIRST_WISH)).toBe(true)
    expect(stderrIncludes(ended, 'batch 2 of 3: cmp1 (1) not started')).toBe(true)
    expect(stderrIncludes(ended, ': releases/ may contain new files; the worker was not changed')).toBe(true)
    expect(stderrIncludes(ended, `scripts/rollout.mjs ${file} --resume ${reportOf(ended).run}`)).toBe(true)
  })

  it('leaves every node whole and nobody in possession of it', async () => {
    expect(await inconsistencies(lab)).toEqual(onEveryNode(lab, []))
    expect(await leases(lab)).toEqual(onEveryNode(lab, 'free'))
    const now = await onAll(lab, CURRENT)
    expect(now.get('ctl1')).not.toBe(before.get('ctl1'))
    for (const { name } of lab.nodes.slice(1)) expect(now.get(name)).toBe(before.get(name))
  })
})

describe('Ctrl-C twice, in the first batch of what was left', () => {
  let ended: RunResult

  beforeAll(async () => {
    const running = start('rollout', file, ...OUTPUT, '--resume', 'last')
    await running.waitForOutput('activate: 1 node')
    await running.waitForOutput('verify: ')
    running.signalAll('SIGINT')
    await running.waitForOutput(FIRST_WISH)
    running.signalAll('SIGINT')
    ended = await running.ended
  })

  it('ends with 130 at once, and says that the node is not proven', () => {
    expect(ended.exitCode).toBe(130)
    expect(batchStates(ended).at(0)).toEqual(['cmp1', 'done'])
    expect(states(ended)).toMatchObject({ cmp1: 'interrupted reload' })
    expect(stderrIncludes(ended, 'cmp1 (1): the new generation runs, but is not verified; run again')).toBe(
      true,
    )
  })

  it('leaves a node that goes back by itself, and nobody in possession of any', async () => {
    const old = before.get('cmp1')?.replace('releases/', '')
    expect(await on(lab, 'cmp1', 'sed -n s/^previous=//p /opt/mimir-worker/unconfirmed')).toBe(old)
    expect(await on(lab, 'cmp1', "pgrep -fc '[/][.]auto-revert '")).toBe('1')
    expect(await leases(lab)).toEqual(onEveryNode(lab, 'free'))
  })

  it('is finished by --resume, and all is whole', async () => {
    const resumed = await run('rollout', file, '--resume', 'last')
    expect(resumed).toMatchObject({ exitCode: 0 })
    expect(states(resumed)).toMatchObject({ ctl1: 'verified noop', cmp2: 'verified reload' })
    expect(await inconsistencies(lab)).toEqual(onEveryNode(lab, []))
    expect(await on(lab, 'cmp1', 'ls /opt/mimir-worker/unconfirmed 2>/dev/null || :')).toBe('')
  })
})
