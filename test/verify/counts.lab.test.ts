import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mend } from '../lab/faults/faults.ts'
import type { Lab } from '../lab/lab/lab.ts'
import { nodeNamed } from '../lab/lab/machines.ts'
import { on } from '../lab/lab/observe.ts'
import { setFault } from '../lab/machine/service-machines.ts'
import { stripAll } from '../support/fleet.ts'
import { labOf } from '../support/labs.ts'
import { image, manifest } from '../support/manifest.ts'
import { outcome, outcomeOf, type RunResult, reportOf, rollout, run } from '../support/run.ts'
import { WORKER } from './fleet.ts'
import { type Verdicts, verify } from './verify.ts'

const NODES = ['ctl1', 'cmp1', 'cmp2', 'cmp3']

/** The length of a label's value from which on the lab's master, as a Mimir by default, takes none. */
const LONGEST = 4096

let lab: Lab

beforeAll(async () => {
  lab = await labOf('engines')
  await stripAll(lab)
})
afterAll(async () => {
  await mend(lab)
  await stripAll(lab)
})

const all = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(NODES.map((node) => [node, text]))

describe.each(['v2.53.3', 'v3.5.3'])('a fleet of every engine with Prometheus %s', (tag) => {
  let inventory: string
  let first: RunResult
  let verdicts: Verdicts

  beforeAll(async () => {
    inventory = await manifest(lab, `counts-${tag}`, { worker: { image: image(tag) } })
    first = await rollout(inventory, '--output', 'json')
  })

  it('is verified by what its tenant holds, and a second run changes nothing', async () => {
    expect(outcomeOf(first).exitCode).toBe(0)
    expect(reportOf(first).nodes.map(({ state }) => state)).toEqual(NODES.map(() => 'verified'))
    const again = await rollout(inventory, '--output', 'json')
    expect(outcomeOf(again)).toEqual(outcome(0, all('verified noop')))
    expect((await run('verify', inventory)).exitCode).toBe(0)
  })

  describe('whose workers were started again while their pushes are refused', () => {
    beforeAll(async () => {
      const answers = Object.entries({ cmp1: 400, cmp2: 401, cmp3: 404, ctl1: 400 } as const)
      const faults = answers.map(
        ([node, status]) => [nodeNamed(lab, node).address, { status, path: 'push' }] as const,
      )
      await setFault(lab.masterUrl, { clients: Object.fromEntries(faults) })
      await Promise.all(NODES.map(async (node) => on(lab, node, `docker restart ${WORKER}`)))
      verdicts = await verify(inventory, NODES)
    })

    it('is red at once, with what Mimir answered', () => {
      expect(verdicts.exitCodes).toEqual([1, 1])
      const causes = NODES.map((node) => {
        const { state, kind, cause } = verdicts.check(node, 'sending')
        return [node, state, kind, cause]
      })
      expect(causes).toEqual([
        ['ctl1', 'failed', 'samples-failed', 'series-limit'],
        ['cmp1', 'failed', 'samples-failed', 'series-limit'],
        ['cmp2', 'failed', 'samples-failed', 'no-tenant'],
        ['cmp3', 'failed', 'samples-failed', 'wrong-path'],
      ])
      expect(verdicts.check('cmp1', 'sending').en).toContain('limit 150000')
      expect(verdicts.untold).toEqual([])
    })

    it('is green once nothing is refused for a round', async () => {
      await mend(lab)
      expect((await run('verify', inventory)).exitCode).toBe(0)
      expect(outcomeOf(await rollout(inventory, '--output', 'json'))).toEqual(
        outcome(0, all('verified noop')),
      )
    })
  })
})

describe('a rollout of which Mimir takes all but one metric', () => {
  let refused: RunResult

  beforeAll(async () => {
    const long = { target_label: 'owner', replacement: 'x'.repeat(LONGEST + 1) }
    const job = {
      job_name: 'again',
      static_configs: [{ targets: ['127.0.0.1:9091'] }],
      metric_relabel_configs: [
        { source_labels: ['__name__'], regex: 'process_open_fds|go_goroutines', action: 'keep' },
        { source_labels: ['__name__'], regex: 'process_open_fds', ...long },
      ],
    }
    const inventory = await manifest(lab, 'counts-part', {
      worker: { image: image('v3.5.3'), extra_scrape_configs: [job] },
      rollout: { batches: ['100%'] },
    })
    refused = await rollout(inventory, '--output', 'json', '--lang', 'en')
  })

  it('is rolled back, with the limit and the metric named, long before the deadline', () => {
    expect(refused.exitCode).toBe(1)
    const { nodes } = reportOf(refused)
    expect(nodes.map(({ state }) => state)).toEqual(NODES.map(() => 'rolled-back'))
    for (const { checks } of nodes) {
      const { finding, message, remedy } = checks.find(({ check }) => check === 'sending') ?? {}
      expect(finding).toMatchObject({
        kind: 'samples-failed',
        refusal: { cause: 'label-too-long', metric: 'process_open_fds', label: 'owner', limit: LONGEST },
      })
      expect(message).toContain(`limit ${LONGEST}`)
      expect(remedy).toContain('`drop: [process_open_fds]`')
    }
    expect(refused.took).toBeLessThan(150_000)
  })
})
