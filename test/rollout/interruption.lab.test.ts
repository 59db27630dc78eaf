import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mend } from '../lab/faults/faults.ts'
import type { Lab } from '../lab/lab/lab.ts'
import { eventually } from '../lab/lab/observe.ts'
import { setFault } from '../lab/machine/service-machines.ts'
import { fleet, stripAll } from '../support/fleet.ts'
import { manifest } from '../support/manifest.ts'
import { onAll, takeSnapshots, workerOf } from '../support/on-nodes.ts'
import {
  outcome,
  outcomeOf,
  type RunningVerb,
  type RunResult,
  reportOf,
  start,
  stderrIncludes,
} from '../support/run.ts'

const NODES = ['ctl1', 'cmp1', 'cmp2', 'cmp3']
const FIRST_WISH = 'interrupted: no new work is started'

let lab: Lab
let inventory: string

/** As kolla, who becomes root with sudo: what is interrupted runs below another user's process. */
beforeAll(async () => {
  lab = await fleet()
  inventory = await manifest(lab, 'interruption', { ssh: { user: 'kolla' } })
  await stripAll(lab)
})

afterAll(() => mend(lab))

function everyNode(words: string): Record<string, unknown> {
  return Object.fromEntries(NODES.map((node) => [node, expect.stringContaining(words)]))
}

async function workers(): Promise<unknown[]> {
  return [...(await takeSnapshots(lab)).values()].map((state) => workerOf(state))
}

/** Ctrl-C twice, the second when the first was heard; `sinceSecond` in milliseconds. */
async function interruptTwice(run: RunningVerb): Promise<{ ended: RunResult; sinceSecond: number }> {
  run.signalAll('SIGINT')
  await run.waitForOutput(FIRST_WISH)
  const second = performance.now()
  run.signalAll('SIGINT')
  return { ended: await run.ended, sinceSecond: performance.now() - second }
}

describe('Ctrl-C twice while images are pulled', () => {
  let ended: RunResult
  let sinceSecond: number

  beforeAll(async () => {
    const run = start('rollout', inventory, '--output', 'json')
    // One node has the image by now, from finding out what its name stands for.
    await run.waitForOutput('plan: 4 nodes')
    await setFault(lab.registryUrl, { rateKBs: 100 })
    await eventually(
      async () => onAll(lab, 'pgrep -fc "[c]ompose .* pull" || :'),
      (counts) => [...counts.values()].filter((count) => count.trim() !== '0').length === NODES.length - 1,
    )
    ;({ ended, sinceSecond } = await interruptTwice(run))
  })

  it('ends at once with 130', () => {
    expect(outcomeOf(ended)).toEqual(outcome(130, everyNode('interrupted first-install')))
    expect(sinceSecond).toBeLessThan(5000)
  })

  it('says what was left where', () => {
    expect(stderrIncludes(ended, 'interrupted again: stopping the commands on the nodes')).toBe(true)
    const left = 'cmp[1-3], ctl1 (4): releases/ may contain new files; the worker was not changed'
    expect(stderrIncludes(ended, left)).toBe(true)
    expect(reportOf(ended).interrupted).toBe(true)
  })

  it('leaves no worker on any node, and soon no pull that goes on', async () => {
    expect(await workers()).toEqual(NODES.map(() => undefined))
    const pulls = await eventually(
      async () => onAll(lab, 'pgrep -fa "[c]ompose .* pull" || :'),
      (found) => [...found.values()].every((list) => list === ''),
    )
    expect([...pulls.values()]).toEqual(NODES.map(() => ''))
  })
})

describe('SIGTERM to npx alone, which does not pass it on', () => {
  let ended: RunResult

  beforeAll(async () => {
    await setFault(lab.registryUrl, { rateKBs: 20_000 })
    const run = start('rollout', inventory, '--output', 'json')
    await run.waitForOutput('stage: 4 nodes')
    run.signalNpx('SIGTERM')
    ended = await run.ended
  })

  it('ends the run as well: what was begun is finished, and nothing more is begun', async () => {
    expect(stderrIncludes(ended, FIRST_WISH)).toBe(true)
    // A node on which the interruption before left all files and the image has nothing to do in this phase.
    const left: unknown = expect.stringMatching(/^(?:interrupted|untouched) first-install/u)
    expect(outcomeOf(ended)).toEqual(outcome(143, Object.fromEntries(NODES.map((node) => [node, left]))))
    expect(await workers()).toEqual(NODES.map(() => undefined))
  })
})

describe('Ctrl-C twice while the arrival is waited for', () => {
  let ended: RunResult
  let sinceSecond: number

  beforeAll(async () => {
    await setFault(lab.registryUrl, {})
    await setFault(lab.masterUrl, { status: 503, path: 'query' })
    const run = start('rollout', inventory, '--output', 'json')
    await run.waitForOutput('verify: 4 nodes')
    ;({ ended, sinceSecond } = await interruptTwice(run))
  })

  it('ends at once with 130 and says that the new generation runs, unproven', () => {
    expect(outcomeOf(ended)).toEqual(outcome(130, everyNode('interrupted first-install')))
    expect(sinceSecond).toBeLessThan(5000)
    const left = 'cmp[1-3], ctl1 (4): the new generation runs, but is not verified; run again'
    expect(stderrIncludes(ended, left)).toBe(true)
  })

  it('is completed by a plain run', async () => {
    await setFault(lab.masterUrl, {})
    const again = await start('rollout', inventory, '--output', 'json').ended
    expect(outcomeOf(again)).toEqual(outcome(0, everyNode('verified')))
  })
})
