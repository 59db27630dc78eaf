import { beforeAll, describe, expect, it } from 'vitest'
import type { Lab } from '../lab/lab/lab.ts'
import { CURRENT, environment, leases, NEW, onEveryNode, run, states } from '../support/campaign.ts'
import { inconsistencies } from '../support/consistency.ts'
import { fleet } from '../support/fleet.ts'
import { inspectWorkers, onAll } from '../support/on-nodes.ts'
import { nodeOf, type RunResult, reportOf, rolloutOrThrow, stderrIncludes } from '../support/run.ts'

const OWN = { job_name: 'own', static_configs: [{ targets: ['127.0.0.1:9091'] }] }

/** promtool looks for certificates and keys, but not for the authority's file: that only the server misses. */
const WITHOUT_AUTHORITY = { ...OWN, tls_config: { ca_file: '/etc/ssl/of-nobody.pem' } }

let lab: Lab
let ended: RunResult
let before: Awaited<ReturnType<typeof look>>

/** Which generation each node runs, and since when. */
async function look() {
  return { current: await onAll(lab, CURRENT), started: await inspectWorkers(lab, '{{.State.StartedAt}}') }
}

async function expectWhole(): Promise<void> {
  expect(await inconsistencies(lab)).toEqual(onEveryNode(lab, []))
  expect(await leases(lab)).toEqual(onEveryNode(lab, 'free'))
}

beforeAll(async () => {
  lab = await fleet(2)
  await rolloutOrThrow(await environment(lab, 'refused', { worker: { extra_scrape_configs: [OWN] } }))
})

describe('a configuration that promtool passes and the running worker does not take', () => {
  beforeAll(async () => {
    const file = await environment(lab, 'refused-next', {
      worker: { extra_scrape_configs: [WITHOUT_AUTHORITY] },
      rollout: { deadlines: { connect: '10s', activate: '30s', verify: '15s' } },
    })
    before = await look()
    ended = await run('reload', file)
  })

  it('is brought to every node, and goes back from every node', () => {
    expect(ended.exitCode).toBe(1)
    const outcomes = reportOf(ended).nodes.map(({ node, steps }) => [
      node,
      steps.filter(({ phase }) => phase === 'stage').map(({ outcome }) => outcome),
    ])
    expect(Object.fromEntries(outcomes)).toEqual(onEveryNode(lab, [expect.stringMatching(/changed$/u)]))
    expect(states(ended)).toEqual(onEveryNode(lab, 'rolled-back reload'))
  })

  it('is told with what the worker wrote of it, once for all nodes', () => {
    const why = "the worker's last reload failed, so it still runs the previous configuration: "
    for (const { message } of reportOf(ended).nodes)
      expect(message).toMatch(new RegExp(`^${why}own: .*unable to read CA cert: `, 'u'))
    expect(stderrIncludes(ended, 'open /etc/ssl/of-nobody.pem: no such file or directory')).toBe(true)
    expect(ended.stderr.match(/✗ the worker's last reload failed/gu)).toHaveLength(1)
  })

  it('leaves every node on its old generation, whole, and restarts none', async () => {
    expect(await look()).toEqual(before)
    await expectWhole()
  })
})

describe('a worker that promtool passes and that dies when it starts', () => {
  beforeAll(async () => {
    const file = await environment(lab, 'refused-start', {
      worker: { listen: '192.0.2.1:29091' },
      rollout: { deadlines: { connect: '10s', activate: '30s', verify: '15s' } },
    })
    ended = await run('upgrade', file, '--image', NEW, '--batches', '1,100%')
  })

  it('goes back in the first batch, and no other begins', () => {
    expect(ended.exitCode).toBe(1)
    expect(states(ended)).toEqual({ ...onEveryNode(lab, 'untouched recreate'), ctl1: 'rolled-back recreate' })
  })

  it('is told with the last words of the worker', () => {
    expect(nodeOf(reportOf(ended), 'ctl1').message).toContain('bind: cannot assign requested address')
    expect(stderrIncludes(ended, 'bind: cannot assign requested address')).toBe(true)
    expect(stderrIncludes(ended, `--resume ${reportOf(ended).run}`)).toBe(true)
  })

  it('leaves every node on its old generation, whole', async () => {
    expect(await onAll(lab, CURRENT)).toEqual(before.current)
    await expectWhole()
  })
})
