import { expect, it, vi } from 'vitest'
import { nothingToReadBack, readBack } from '../../../../roles/mimir-worker/prechecks/read-back.ts'
import type { Mimir, VectorRow } from '../../../../src/mimir/mimir.ts'
import { failed, success } from '../../../../src/model/result.ts'
import { safeLine } from '../../../../src/values/safe-text.ts'

const sample = (value: number) => ({ labels: {}, value, at: value * 1000 })
const row = (node: string, value: number): VectorRow => ({ labels: { node }, value })
const order = (mimir: Mimir, signal = new AbortController().signal) => ({
  mimir,
  tenant: 'openstack',
  otherTenant: undefined as string | undefined,
  pushed: new Map([
    ['cmp1', sample(100.5)],
    ['cmp2', sample(100.5)],
  ]),
  deadline: 180_000,
  signal,
})

it('asks once for all nodes, again until all samples of this run are there, and takes no older one', async () => {
  const answers = [[row('cmp1', 100.5), row('cmp2', 99)], [row('cmp2', 100.5)]]
  const asked: string[] = []
  const mimir: Mimir = async (tenant, expression) => {
    asked.push(`${tenant} ${expression}`)
    return success(answers.shift() ?? [])
  }
  const results = await readBack(order(mimir))
  expect([...results.values()].map(({ state }) => state)).toEqual(['passed', 'passed'])
  expect(asked).toEqual(['openstack kolla_mimir_precheck', 'openstack kolla_mimir_precheck'])
})

it('what another tenant sees as well is told: Mimir keeps no tenants apart', async () => {
  const mimir: Mimir = async (tenant) =>
    success(
      tenant === 'other'
        ? [row('cmp1', 100.5), row('cmp2', 99), row('cmp9', 100.5)]
        : [row('cmp1', 100.5), row('cmp2', 100.5)],
    )
  const results = await readBack({ ...order(mimir), otherTenant: 'other' })
  expect([...results.keys()]).toEqual(['cmp1', 'cmp2'])
  expect(results.get('cmp1')).toMatchObject({
    state: 'failed',
    finding: { kind: 'seen-by-other-tenant', tenant: 'openstack', other: 'other' },
  })
  expect(results.get('cmp2')?.state).toBe('passed')
})

it('another tenant that is kept out sees nothing', async () => {
  const refusal = { kind: 'mimir-refused', url: 'u', status: 403, evidence: safeLine('no') } as const
  const mimir: Mimir = async (tenant) =>
    tenant === 'other' ? failed(refusal) : success([row('cmp1', 100.5), row('cmp2', 100.5)])
  const results = await readBack({ ...order(mimir), otherTenant: 'other' })
  expect([...results.values()].map(({ state }) => state)).toEqual(['passed', 'passed'])
})

it('a Mimir that refuses the question is told as that', async () => {
  const refusal = { kind: 'mimir-refused', url: 'u', status: 401, evidence: safeLine('no org id') } as const
  const results = await readBack(order(async () => failed(refusal)))
  expect(results.get('cmp1')?.finding).toEqual({ kind: 'query-failed', finding: refusal })
})

it('what is not there when the operator interrupts is not waited for', async () => {
  const results = await readBack(order(async () => success([row('cmp1', 100.5)]), AbortSignal.abort()))
  expect(results.get('cmp1')?.state).toBe('passed')
  expect(results.get('cmp2')?.finding).toMatchObject({ kind: 'not-found-again', tenant: 'openstack' })
})

it('a store that shows samples half a minute late is waited for, and one that never does as long as a proof', async () => {
  vi.useFakeTimers()
  try {
    const began = performance.now()
    const late: Mimir = async () =>
      success(performance.now() - began < 30_000 ? [] : [row('cmp1', 100.5), row('cmp2', 100.5)])
    const shown = readBack(order(late))
    const never = readBack(order(async () => success([])))
    await vi.advanceTimersByTimeAsync(181_000)
    expect([...(await shown).values()].map(({ state }) => state)).toEqual(['passed', 'passed'])
    expect((await never).get('cmp1')?.finding).toEqual({
      kind: 'not-found-again',
      tenant: 'openstack',
      waited: 180,
    })
  } finally {
    vi.useRealTimers()
  }
})

it('a sample that was not taken is not looked for', () => {
  expect(nothingToReadBack(undefined)).toMatchObject({ state: 'skipped', finding: { after: 'push' } })
})
