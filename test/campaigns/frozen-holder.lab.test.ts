import { beforeAll, describe, expect, it } from 'vitest'
import type { Lab } from '../lab/lab/lab.ts'
import { CURRENT, environment, leases, onEveryNode, run, states } from '../support/campaign.ts'
import { inconsistencies } from '../support/consistency.ts'
import { fleet } from '../support/fleet.ts'
import { inspectWorkers, onAll } from '../support/on-nodes.ts'
import { type RunResult, reportOf, rolloutOrThrow, start, stderrIncludes } from '../support/run.ts'

const REASON = 'the other one sleeps'

/** All that a run that has no right any more must leave as it is. */
const SEEN = ['cat journal history lease', 'readlink current', 'ls -lR --time-style=full-iso releases']

let lab: Lab
let refused: RunResult
let breaker: RunResult
let woken: RunResult
let before: object
let after: object

async function look(): Promise<object> {
  const files = await onAll(lab, `cd /opt/mimir-worker && { ${SEEN.join('; ')}; }`)
  return { files, containers: await inspectWorkers(lab, '{{.Id}} {{.State.StartedAt}}') }
}

describe('a controller that is frozen while it holds nodes, and thaws when another one has changed them', () => {
  beforeAll(async () => {
    lab = await fleet(2)
    await rolloutOrThrow(await environment(lab, 'frozen'))
    const file = await environment(lab, 'frozen-first', { rollout: { soak: '10s' } })
    const frozen = start('rollout', file, '--output', 'json', '--batches', '1,100%')
    await frozen.waitForOutput('watching the batch for')
    frozen.signalAll('SIGSTOP')
    try {
      const other = await environment(lab, 'frozen-second')
      refused = await run('rollout', other)
      breaker = await run('rollout', other, '--break-lease', REASON)
      before = await look()
    } finally {
      frozen.signalAll('SIGCONT')
    }
    woken = await frozen.ended
    after = await look()
  })

  it('keeps others out for as long as its leases last', () => {
    expect(refused).toMatchObject({ exitCode: 4 })
    expect(stderrIncludes(refused, 'another run holds the lease: ')).toBe(true)
  })

  it('loses them to a run that breaks them for a reason, which stands in the journal of the node', async () => {
    expect(breaker).toMatchObject({ exitCode: 0 })
    expect(states(breaker)).toEqual(onEveryNode(lab, 'verified reload'))
    const tail = 'cut -f 2,4,5 /opt/mimir-worker/journal | sed -n "s/^RUN\tbroke\t.*: //p"'
    const reasons = await onAll(lab, tail.replace('RUN', reportOf(breaker).run))
    // The node of the first batch was proven and given back before.
    expect(Object.fromEntries(reasons)).toEqual({ ...onEveryNode(lab, REASON), ctl1: '' })
  })

  it('changes nothing any more, on any node', () => {
    expect(after).toEqual(before)
  })

  it('ends with 1 and says whose the nodes are now', () => {
    expect(woken).toMatchObject({ exitCode: 1 })
    const failures = reportOf(woken).nodes.map(({ node, failure, rollback }) => [
      node,
      [failure?.reason, rollback?.failure?.reason],
    ])
    // The node of the first batch is looked at once more, and is not sent back from what the other one brought.
    expect(Object.fromEntries(failures)).toEqual({
      ...onEveryNode(lab, ['lease-lost', 'lease-lost']),
      ctl1: ['unproven', 'lease-lost'],
    })
    expect(stderrIncludes(woken, 'this run no longer holds the lease; ')).toBe(true)
    expect(stderrIncludes(woken, reportOf(breaker).run)).toBe(true)
  })

  it('leaves nodes whole, on what the other one brought', async () => {
    expect(await inconsistencies(lab)).toEqual(onEveryNode(lab, []))
    expect(await leases(lab)).toEqual(onEveryNode(lab, 'free'))
    const generations = reportOf(breaker).nodes.map(({ node, generation }) => [
      node,
      `releases/${generation}`,
    ])
    expect(Object.fromEntries(await onAll(lab, CURRENT))).toEqual(Object.fromEntries(generations))
  })
})
