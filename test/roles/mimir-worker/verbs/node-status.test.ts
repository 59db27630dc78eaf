import { describe, expect, it } from 'vitest'
import type { Facts } from '../../../../roles/mimir-worker/node/facts.ts'
import { readRecords } from '../../../../roles/mimir-worker/node/records.ts'
import type { NodePlan } from '../../../../roles/mimir-worker/plan/plan.ts'
import { statusOf } from '../../../../roles/mimir-worker/verbs/node-status.ts'
import type { NodeStatus } from '../../../../src/model/node-status.ts'
import { failed, type Result, success } from '../../../../src/model/result.ts'
import { safeLine } from '../../../../src/values/safe-text.ts'
import { node } from '../../../play/sample.ts'
import { container, facts, GENERATION, VARS } from '../sample.ts'

const NOW = facts().now
const ENDED = `${NOW - 60}\t${GENERATION.name}\tconfirmed\trun-1\troot@deploy\trollout: night\tabc123`

/** What a rollout of the manifest would make of the node: the very generation of the sample, or another. */
function plan(seen: Facts, generation = GENERATION): Result<NodePlan> {
  return success({
    vars: VARS,
    generation,
    project: 'mimir-worker',
    decision: {
      verdict: 'reload',
      reasons: [
        { field: 'generation', current: safeLine(GENERATION.name), desired: safeLine(generation.name) },
      ],
    },
    differences: [],
    facts: seen,
  })
}

const OTHER = { ...GENERATION, name: 'ba9876543210' }

function statusFor(changes: Partial<Facts>, planned = GENERATION): NodeStatus {
  const seen = facts(changes)
  return statusOf(node('cmp1', ['compute']), seen, plan(seen, planned), 'mimir-worker')
}

const { files: FILES } = facts()
const records = (tails: string, ...before: readonly string[]): Pick<Facts, 'records'> => ({
  records: readRecords(
    tails,
    [GENERATION.name, ...before].map((name) => `${NOW - 60} releases/${name}`).join('\n'),
  ),
})

describe('the status of a node', () => {
  it('says what runs there, since when and by whom', () => {
    expect(statusFor(records(`==> history <==\n${ENDED}`))).toEqual({
      node: 'cmp1',
      groups: ['compute'],
      state: 'well',
      now: NOW,
      generation: GENERATION.name,
      image: VARS.image,
      since: FILES.swappedAt,
      container: { status: 'running', startedAt: facts().container?.startedAt, restarts: 0 },
      last: {
        at: NOW - 60,
        generation: GENERATION.name,
        how: 'confirmed',
        run: 'run-1',
        who: 'root@deploy',
        reason: 'rollout: night',
        revision: 'abc123',
      },
      drift: [],
      releases: [GENERATION.name],
      journal: [],
    })
  })

  it('tells a file that was changed by hand, and since when', () => {
    const onDisk = new Map([...FILES.onDisk, ['prometheus.yml', 'f'.repeat(64)]])
    const changedAt = new Map([['prometheus.yml', NOW - 5]])
    expect(statusFor({ files: { ...FILES, onDisk, changedAt } })).toMatchObject({
      state: 'deviating',
      drift: [
        { field: 'prometheus.yml', current: 'changed by hand', desired: 'as rendered', since: NOW - 5 },
      ],
    })
  })

  it('tells a file that is gone since its folder was changed', () => {
    const onDisk = new Map([...FILES.onDisk].filter(([path]) => path !== 'docker-compose.yml'))
    const changedAt = new Map([['.', NOW - 7]])
    expect(statusFor({ files: { ...FILES, onDisk, changedAt } }).drift).toEqual([
      { field: 'docker-compose.yml', current: 'missing', desired: 'as rendered', since: NOW - 7 },
    ])
  })

  it('tells a container that was stopped since it ended', () => {
    const stopped = container({ status: 'exited', endedAt: NOW - 3 })
    expect(statusFor({ container: stopped }).drift).toMatchObject([
      { field: 'container', current: 'exited', desired: 'running', since: NOW - 3 },
    ])
  })

  it('finds the files changed by their generation’s own name where the manifest makes another one by now', () => {
    const onDisk = new Map([...FILES.onDisk, ['prometheus.yml', 'f'.repeat(64)]])
    const changedAt = new Map([
      ['prometheus.yml', FILES.swappedAt + 9],
      ['docker-compose.yml', FILES.swappedAt - 1],
    ])
    expect(statusFor({ files: { ...FILES, onDisk, changedAt } }, OTHER)).toMatchObject({
      state: 'deviating',
      pending: { generation: OTHER.name, verdict: 'reload' },
      drift: [{ field: 'prometheus.yml', since: FILES.swappedAt + 9 }],
    })
    expect(statusFor({ files: { ...FILES, onDisk } }, OTHER).drift).toMatchObject([{ field: 'files' }])
  })

  it('is behind, and no more than that, where the manifest wants another generation', () => {
    expect(statusFor({ images: [] }, OTHER)).toMatchObject({ state: 'behind', drift: [] })
  })

  it('says which image a rollback would have to pull, where the engine no longer has it', () => {
    const before = '0123456789ab'
    const gone = 'prom/prometheus@sha256:gone'
    const history = `==> history <==\n${NOW - 9}\t${before}\tconfirmed\trun-1\tann\twhy\t\n`
    const seen = records(history, before)
    const madeOf = new Map([[before, gone]])
    expect(statusFor({ ...seen, madeOf })).toMatchObject({ wayBack: { generation: before, image: gone } })
    expect(statusFor({ ...seen, madeOf: new Map([[before, VARS.image]]) })).not.toHaveProperty('wayBack')
  })

  it('has nothing of ours where no generation is', () => {
    const files = { ...FILES, current: undefined, onDisk: new Map<string, string>() }
    const status = statusFor({ files, container: undefined })
    expect(status).toMatchObject({ state: 'absent', drift: [] })
    expect(status).not.toHaveProperty('pending')
    expect(status).not.toHaveProperty('generation')
  })

  it.each([
    ['held', NOW + 60, 'busy', true],
    ['held', NOW - 60, 'well', false],
    ['free', NOW + 60, 'well', false],
  ] as const)('with a lease %s until %d is %s', (lock, expires, state, live) => {
    const lease = `==> lease <==\nrun=run-2\ntoken=7\nholder=ann@laptop\nstate=${lock}\nsince=${NOW - 9}\nrenewed=${NOW}\nexpires=${expires}\nreason=upgrade\n`
    expect(statusFor(records(lease))).toMatchObject({
      state,
      lease: {
        run: 'run-2',
        token: 7,
        holder: 'ann@laptop',
        reason: 'upgrade',
        since: NOW - 9,
        expires,
        live,
      },
    })
  })

  it('is busy while an activation is not confirmed, and says when it ends by itself', () => {
    const open = `==> unconfirmed <==\nrun=run-2\ntoken=7\ngeneration=${GENERATION.name}\nprevious=${OTHER.name}\nback=reload\ndeadline=${NOW + 100}\n`
    expect(statusFor(records(open))).toMatchObject({
      state: 'busy',
      unconfirmed: {
        run: 'run-2',
        generation: GENERATION.name,
        previous: OTHER.name,
        deadline: NOW + 100,
        reverting: false,
        timerGone: false,
      },
    })
  })

  it('tells what keeps a rollout from a node that was reached', () => {
    const seen = facts({ engine: { state: 'missing' } })
    const failure = { reason: 'engine-missing', engine: 'docker' } as const
    expect(statusOf(node('cmp1'), seen, failed(failure), 'mimir-worker')).toMatchObject({
      state: 'deviating',
      failure,
    })
  })
})
