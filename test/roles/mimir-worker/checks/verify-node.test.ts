import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CheckResult } from '../../../../src/model/check.ts'
import { failed } from '../../../../src/model/result.ts'
import { safeText } from '../../../../src/values/safe-text.ts'
import { arrived, complete, container, facts, PLAIN_CHAIN, VARS, worker } from '../sample.ts'
import { EMPTY, refusing, start } from './node-to-verify.ts'

const STARTING = facts({
  worker: worker({ targets: worker().targets.map((one) => ({ ...one, health: 'unknown' })) }),
})
const CRASHED = facts({ container: container({ status: 'exited', exitCode: 2 }) })

const states = (checks: readonly CheckResult[] | undefined) => checks?.map(({ state }) => state)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('a node is verified', () => {
  it('at the look that was taken already, without another and without waiting', async () => {
    const { result, judged, waiting, looks } = start({ first: facts() })
    expect(await result).toMatchObject({ ok: true })
    expect(looks()).toBe(0)
    expect(waiting).toEqual([])
    expect(judged).toHaveLength(1)
  })

  it('at one new look where something was changed', async () => {
    const { result, looks } = start({ looks: [facts()] })
    const checks = await result
    expect(checks.ok && states(checks.value)).toEqual(Array.from({ length: 8 }, () => 'passed'))
    expect(looks()).toBe(1)
  })

  it('by another look two seconds later where something is not right yet', async () => {
    const { result, waiting, looks } = start({ looks: [STARTING, facts()] })
    await vi.advanceTimersByTimeAsync(1999)
    expect(looks()).toBe(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(await result).toMatchObject({ ok: true })
    expect(looks()).toBe(2)
    expect(waiting).toEqual(['targets 60'])
  })

  it('without looking again and again while only Mimir’s word is missing, but by one last look', async () => {
    const { result, looks } = start({ looks: [facts(), facts()], arrivals: [EMPTY, EMPTY, EMPTY, arrived()] })
    await vi.advanceTimersByTimeAsync(4000)
    expect(looks()).toBe(1)
    await vi.advanceTimersByTimeAsync(2000)
    expect(await result).toMatchObject({ ok: true })
    expect(looks()).toBe(2)
  })

  it('not where its worker died while Mimir’s word was waited for', async () => {
    const { result, judged } = start({ looks: [facts(), CRASHED], arrivals: [EMPTY, arrived()] })
    await vi.advanceTimersByTimeAsync(2000)
    expect(await result).toMatchObject({ ok: false, failure: { reason: 'unproven' } })
    expect(states(judged.at(-1))).toEqual(['failed', ...Array.from({ length: 7 }, () => 'skipped')])
  })

  it('by a new look where Mimir shows another process', async () => {
    const newer = facts({ worker: worker({ startTime: (worker().startTime ?? 0) + 10 }) })
    const shown = arrived({ processStart: newer.worker?.startTime })
    const { result, looks } = start({ looks: [facts(), newer], arrivals: [shown] })
    await vi.advanceTimersByTimeAsync(2000)
    expect(await result).toMatchObject({ ok: true })
    expect(looks()).toBe(2)
  })

  it('in spite of samples that were refused before the first look, where none is added for a round', async () => {
    const later = arrived({ sentinels: new Map(VARS.jobs.map(({ name }) => [name, facts().now + 65])) })
    const looks = [refusing(7), refusing(7, 2), refusing(7, 70)]
    const { result, waiting } = start({ looks, arrivals: [arrived(), arrived(), later] })
    await vi.advanceTimersByTimeAsync(4000)
    expect(await result).toMatchObject({ ok: true })
    expect(waiting).toEqual(['sending 60', 'sending 58'])
  })

  it('once all of it is counted, which is asked for when the rest is right', async () => {
    const some = complete({ series: new Map() })
    const { result, waiting, counts } = start({ looks: [STARTING, facts(), facts()], counted: [some] })
    await vi.advanceTimersByTimeAsync(4000)
    expect(await result).toMatchObject({ ok: true })
    expect(waiting).toEqual(['targets arrival 60'])
    expect(counts).toEqual([])
  })

  it('by series that are counted over the time since the load, also while the node is not observed', async () => {
    const few = complete({ series: new Map([['prometheus-worker', { scraped: 100, held: 60 }]]) })
    const { result, waiting, countedSince } = start({ looks: [facts(), facts()], counted: [few, few] })
    await vi.advanceTimersByTimeAsync(4000)
    expect(await result).toMatchObject({ ok: true })
    expect(waiting).toEqual(['arrival 60', 'arrival 58'])
    expect(countedSince).toEqual([28.5, 30.5, 32.5, 28.5])
  })
})

describe('a node is not verified', () => {
  it('at once where something is broken for good', async () => {
    const { result, judged, waiting } = start({ looks: [CRASHED] })
    expect(await result).toEqual({
      ok: false,
      failure: {
        reason: 'unproven',
        checks: [...PLAIN_CHAIN],
      },
    })
    expect(waiting).toEqual([])
    expect(states(judged.at(-1))?.[0]).toBe('failed')
  })

  it('with what the tenant holds of it, where that is less than was scraped', async () => {
    const counted = complete({
      series: new Map(VARS.jobs.map(({ name }) => [name, { scraped: 100, held: 20 }])),
    })
    const { result, judged } = start({ first: facts(), counted: [counted, counted], deadline: 1000 })
    await vi.advanceTimersByTimeAsync(1000)
    expect(await result).toMatchObject({ ok: false })
    expect(judged.at(-1)?.find(({ check }) => check === 'arrival')?.finding).toEqual({
      kind: 'series-missing',
      incomplete: VARS.jobs
        .filter(({ honorLabels }) => honorLabels !== true)
        .map(({ name }) => ({ job: name, scraped: 100, held: 20 })),
      refusal: { cause: 'dropped', evidence: '' },
    })
  })

  it('with where its samples are, where nothing of them is seen', async () => {
    const nothing = arrived({ processStart: undefined })
    const absent = { cause: 'relabelled', evidence: safeText('node="cmp1": -') } as const
    const { result, judged } = start({ first: facts(), arrivals: [nothing], deadline: 0, absent })
    expect(await result).toMatchObject({ ok: false })
    expect(judged.at(-1)?.find(({ check }) => check === 'arrival')?.finding).toMatchObject({
      refusal: absent,
    })
  })

  it('when the deadline comes, with what was waited for as failed', async () => {
    const { result, judged, waiting } = start({ looks: [facts()], arrivals: [EMPTY], deadline: 5000 })
    await vi.advanceTimersByTimeAsync(5000)
    expect(await result).toEqual({
      ok: false,
      failure: { reason: 'unproven', checks: ['arrival', 'isolation'] },
    })
    expect(states(judged.at(-1))?.slice(-3)).toEqual(['failed', 'skipped', 'passed'])
    expect(judged.at(-1)?.[5]?.finding.kind).toBe('not-arrived')
    expect(waiting).toEqual(['arrival 5', 'arrival 3', 'arrival 1'])
  })

  it('where a look fails, with that failure', async () => {
    const lost = { reason: 'connection-lost', during: 'observe', evidence: safeText('reset') } as const
    const { result } = start({ looks: [STARTING, failed(lost)] })
    await vi.advanceTimersByTimeAsync(2000)
    expect(await result).toEqual({ ok: false, failure: lost })
  })

  it('when it is aborted, at once, and nothing open is called failed', async () => {
    const { result, abort, judged } = start({ looks: [facts()], arrivals: [EMPTY] })
    await vi.advanceTimersByTimeAsync(100)
    abort.abort()
    expect(await result).toEqual({ ok: false, failure: { reason: 'aborted', during: 'verify' } })
    expect(states(judged.at(-1))?.slice(-3)).toEqual(['waiting', 'waiting', 'passed'])
  })

  it('with the reason that the worker logged for it', async () => {
    const log =
      'component=remote level=error err="server returned HTTP status 404 Not Found: 404 page not found"'
    const samples = worker().samples.filter(({ metric }) => !metric.includes('highest_sent'))
    const silent = facts({ worker: worker({ samples }) })
    const { result, judged } = start({
      first: silent,
      looks: [silent],
      arrivals: [EMPTY],
      deadline: 1000,
      log,
    })
    await vi.advanceTimersByTimeAsync(1000)
    expect(await result).toMatchObject({ ok: false, failure: { reason: 'unproven' } })
    expect(judged.at(-1)?.[4]?.finding).toMatchObject({
      kind: 'nothing-sent',
      refusal: { cause: 'wrong-path' },
    })
  })
})

describe('a node on which a service is down that an exporter watches', () => {
  const down = [{ job: 'openstack-exporter', metric: 'openstack_nova_up', instance: 'cmp1' }]
  const exporterLog =
    'ts=1 level=info msg=x\nts=2 level=error msg="Failed" err="dial tcp: connection refused"'
  const targetsOf = (checks: readonly CheckResult[] | undefined) =>
    checks?.find(({ check }) => check === 'targets')

  it('is verified with a warning, in the words of the exporter', async () => {
    const { result, judged } = start({
      first: facts(),
      arrivals: [arrived({ services: { down } })],
      exporterLog,
    })
    expect(await result).toMatchObject({ ok: true })
    expect(targetsOf(judged.at(-1))).toMatchObject({
      state: 'warning',
      finding: {
        services: [{ exporter: 'openstack_exporter', evidence: 'dial tcp: connection refused' }],
        log: `prometheus_openstack_exporter:\n${exporterLog}`,
      },
    })
  })

  it('is not verified where the manifest has it as an error', async () => {
    const { result } = start({
      first: facts(),
      arrivals: [arrived({ services: { down } })],
      serviceDown: 'error',
      deadline: 0,
      exporterLog,
    })
    expect(await result).toMatchObject({ ok: false, failure: { reason: 'unproven', checks: ['targets'] } })
  })
})
