import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freeze, mend, thaw } from '../lab/faults/faults.ts'
import type { Lab } from '../lab/lab/lab.ts'
import { fleet, stripAll } from '../support/fleet.ts'
import { manifest } from '../support/manifest.ts'
import { missingOnStderr, outcome, outcomeOf, type RunResult, rollout, start } from '../support/run.ts'

/** Seconds. */
const STAGE = 30

let lab: Lab
let inventory: string

beforeAll(async () => {
  lab = await fleet()
  inventory = await manifest(lab, 'frozen', { rollout: { deadlines: { connect: '5s', stage: `${STAGE}s` } } })
  await stripAll(lab, 'images')
})

afterAll(() => mend(lab))

describe('a node that freezes in the middle of a run', () => {
  let ended: RunResult

  beforeAll(async () => {
    const run = start('rollout', inventory, '--output', 'json')
    await run.waitForOutput('stage: 4 nodes')
    await freeze(lab, 'cmp1')
    ended = await run.ended
  })

  it('costs itself alone, and no more than its deadline', () => {
    expect(outcomeOf(ended)).toEqual(
      outcome(1, {
        ctl1: 'verified first-install',
        cmp1: expect.stringContaining(`failed first-install: \`stage\` did not finish within ${STAGE} s`),
        cmp2: 'verified first-install',
        cmp3: 'verified first-install',
      }),
    )
    expect(ended.took).toBeLessThan((STAGE + 40) * 1000)
    expect(missingOnStderr(ended)).toEqual([])
  })

  it('is brought on by a plain run when it has thawed', async () => {
    await thaw(lab, 'cmp1')
    expect(outcomeOf(await rollout(inventory, '--output', 'json'))).toEqual(
      outcome(0, {
        ctl1: 'verified noop',
        cmp1: 'verified first-install',
        cmp2: 'verified noop',
        cmp3: 'verified noop',
      }),
    )
  })
})
