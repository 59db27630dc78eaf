import { beforeAll, describe, expect, it } from 'vitest'
import { cut, heal, mend } from '../lab/faults/faults.ts'
import type { Lab } from '../lab/lab/lab.ts'
import { labOf } from '../support/labs.ts'
import { manifest } from '../support/manifest.ts'
import { nodeOf, reportOf, rollout, rolloutOrThrow } from '../support/run.ts'
import { verify } from '../verify/verify.ts'
import { targetsOf } from './worker.ts'

const CONTROL = ['ctl1', 'ctl2']
const JOB = 'openstack-exporter'

let lab: Lab
let inventory: string

beforeAll(async () => {
  lab = await labOf('truth')
  await mend(lab)
  inventory = await manifest(lab, 'moved-job', {
    rollout: { deadlines: { connect: '3s', verify: '1s' }, max_failures: 1 },
  })
  await rolloutOrThrow(inventory)
})

/** The nodes whose workers scrape it. */
async function scrapers(): Promise<string[]> {
  const found = await Promise.all(
    CONTROL.map(async (node) => {
      const targets = await targetsOf(lab, node)
      return targets.some(({ scrapePool }) => scrapePool === JOB) ? [node] : []
    }),
  )
  return found.flat()
}

describe('what is scraped once per cloud, when its node dies and comes back', () => {
  it('is said to be scraped nowhere, and by whom it was, until a rollout gives it to the other node', async () => {
    const [holder = ''] = await scrapers()
    const other = CONTROL.find((node) => node !== holder) ?? ''
    await cut(lab, holder)
    const { kind, en } = (await verify(inventory, CONTROL)).check(other, 'configuration')
    expect(kind).toBe('job-elsewhere')
    expect(en).toContain(
      `${JOB} is scraped by one node of the cloud, but no node that was reached scrapes it (not reached: ${holder})`,
    )
    const moved = reportOf(await rollout(inventory, '--output', 'json', '--lang', 'en'))
    expect(nodeOf(moved, other)).toMatchObject({ state: 'verified', verdict: 'reload' })
    await heal(lab, holder)
    expect(await scrapers()).toEqual(CONTROL)
  })

  it('is said to be scraped twice, and by whom, until a rollout leaves it with one node', async () => {
    const twice = await verify(inventory, CONTROL)
    expect([twice.failed('ctl1'), twice.failed('ctl2')]).toEqual([[], ['configuration']])
    const { kind, en, ko } = twice.check('ctl2', 'configuration')
    expect(kind).toBe('job-elsewhere')
    expect(en).toContain('ctl1 scrapes it too: it came back with the job')
    expect(ko).toContain(`job을 다른 노드도 수집합니다: ${JOB} (ctl1)`)
    await rolloutOrThrow(inventory)
    expect(await scrapers()).toEqual(['ctl1'])
    const after = await verify(inventory, CONTROL)
    expect(CONTROL.flatMap((node) => after.failed(node))).toEqual([])
  })
})
