import { describe, expect, it } from 'vitest'
import { LEASE_SECONDS, type Lease } from '../../../../../roles/mimir-worker/node/lease.ts'
import { activate } from '../../../../../roles/mimir-worker/programs/changing/activate.ts'
import { confirm } from '../../../../../roles/mimir-worker/programs/changing/confirm.ts'
import { revert } from '../../../../../roles/mimir-worker/programs/changing/revert.ts'
import {
  type LeaseTaking,
  type Staged,
  stage,
} from '../../../../../roles/mimir-worker/programs/changing/stage.ts'
import { releaseLease, renewLease } from '../../../../../roles/mimir-worker/programs/lease/lease.ts'
import type { LeasedOrder } from '../../../../../roles/mimir-worker/programs/lease/run-with-lease.ts'
import type { LeaseRequest } from '../../../../../src/model/lease-request.ts'
import type { Result } from '../../../../../src/model/result.ts'
import { safeText } from '../../../../../src/values/safe-text.ts'
import { type FakeNode, fakeNode } from '../../fake-node.ts'
import { GENERATION, SETTINGS } from '../../sample.ts'

const { signal } = new AbortController()
const record = { who: 'root@deploy 1', reason: 'rollout', revision: 'abc123' }

function taking(run: string, more: Partial<Pick<LeaseRequest, 'dead' | 'breaks'>> = {}): LeaseTaking {
  const holder = safeText(`root@deploy of ${run}`)
  return { leaseRequest: { run, holder, reason: safeText('rollout'), ...more } }
}

async function staged(
  { host }: FakeNode,
  lease: LeaseTaking,
  generation = GENERATION,
): Promise<Result<Staged>> {
  const progress = (): void => undefined
  return stage({
    host,
    settings: SETTINGS,
    lease,
    generation,
    replaces: true,
    deadline: 1000,
    signal,
    progress,
  })
}

function orderOf({ host }: FakeNode, lease: Lease): LeasedOrder {
  return { host, settings: SETTINGS, lease, deadline: 1000, signal }
}

async function took(node: FakeNode, run: string, generation = GENERATION): Promise<LeasedOrder> {
  const answer = await staged(node, taking(run), generation)
  if (!answer.ok) throw new Error(answer.failure.reason)
  return orderOf(node, answer.value.lease)
}

async function runs(order: LeasedOrder, generation = GENERATION.name): Promise<void> {
  await activate({ ...order, generation, action: 'start', back: 'replace', window: 300 })
}

const OTHER = { ...GENERATION, name: 'fedcba987654' }

describe('staging', () => {
  it('gives a token that grows with every holder', async () => {
    const node = fakeNode('cmp1', '10.0.0.12')
    const first = await took(node, 'run-1')
    await releaseLease(first)
    const second = await took(node, 'run-2')
    expect([first.lease, second.lease]).toEqual([
      { run: 'run-1', token: 1 },
      { run: 'run-2', token: 2 },
    ])
  })

  it('tells who holds the node, and for how much longer', async () => {
    const node = fakeNode('cmp1', '10.0.0.12')
    await took(node, 'run-1')
    expect(await staged(node, taking('run-2'))).toEqual({
      ok: false,
      failure: {
        reason: 'lease-held',
        directory: SETTINGS.directory,
        run: 'run-1',
        holder: 'somebody',
        purpose: 'rollout',
        since: 1_700_000_000,
        left: LEASE_SECONDS,
      },
    })
  })

  it('takes the lease of a run that is dead, and any lease with a reason; who had it cannot act', async () => {
    const node = fakeNode('cmp1', '10.0.0.12')
    const first = await took(node, 'run-1')
    expect(await staged(node, taking('run-2', { dead: ['run-1'] }))).toMatchObject({ ok: true })
    expect(await staged(node, taking('run-3', { breaks: safeText('its laptop is gone') }))).toMatchObject({
      ok: true,
    })
    for (const task of [renewLease, releaseLease]) {
      expect(await task(first)).toMatchObject({
        ok: false,
        failure: { reason: 'lease-lost', run: 'run-3' },
      })
    }
  })
})

describe('an activation', () => {
  it('is over when it is confirmed, and gives the lease back with that', async () => {
    const node = fakeNode('cmp1', '10.0.0.12')
    const order = await took(node, 'run-1')
    await runs(order)
    expect(await confirm({ ...order, release: true, record })).toEqual({ ok: true, value: undefined })
    expect(node.state()).toEqual({
      free: true,
      unconfirmed: undefined,
      history: [`confirmed ${GENERATION.name}`],
    })
  })

  it('is taken back to the generation before, and says to which', async () => {
    const node = fakeNode('cmp1', '10.0.0.12')
    const first = await took(node, 'run-1')
    await runs(first)
    await confirm({ ...first, release: true, record })
    const second = await took(node, 'run-2', OTHER)
    await runs(second, OTHER.name)
    expect(await revert({ ...second, release: false, record })).toEqual({
      ok: true,
      value: { to: GENERATION.name, changed: ['links', 'configuration'] },
    })
    expect(node.state()).toMatchObject({ free: false, unconfirmed: undefined })
    expect(await renewLease(second)).toEqual({ ok: true, value: undefined })
  })

  it('has nothing to go back to where it was the first', async () => {
    const node = fakeNode('cmp1', '10.0.0.12')
    const order = await took(node, 'run-1')
    await runs(order)
    expect(await revert({ ...order, release: true, record })).toEqual({
      ok: true,
      value: { to: undefined, changed: [] },
    })
  })

  it('cannot be confirmed when the node went back by itself', async () => {
    const node = fakeNode('cmp1', '10.0.0.12')
    const first = await took(node, 'run-1')
    await runs(first)
    await confirm({ ...first, release: true, record })
    const second = await took(node, 'run-2', OTHER)
    await runs(second, OTHER.name)
    node.goBack()
    expect(await confirm({ ...second, release: true, record })).toMatchObject({
      ok: false,
      failure: { reason: 'lease-lost', left: 0 },
    })
    expect(node.running()?.generation).toBe(GENERATION.name)
  })
})
