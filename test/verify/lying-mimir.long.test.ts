import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { block, mend } from '../lab/faults/faults.ts'
import type { Lab } from '../lab/lab/lab.ts'
import { nodeNamed } from '../lab/lab/machines.ts'
import { on } from '../lab/lab/observe.ts'
import { setFault } from '../lab/machine/service-machines.ts'
import { query } from '../support/mimir.ts'
import { asItShallBe, fleet, metric, NODES, proofManifest, WORKER } from './fleet.ts'
import { type Verdicts, verify } from './verify.ts'

/** Node → how its pushes are answered. cmp6 does not reach the master at all. */
const ANSWERS = { cmp1: 202, cmp2: 401, cmp3: 429, cmp4: 404, cmp5: 400 } as const

const QUEUE = 'prometheus_remote_storage_'

let lab: Lab
let inventory: string

beforeAll(async () => {
  lab = await fleet()
  inventory = await proofManifest(lab, 'lying-master')
  await asItShallBe(lab, inventory)
})

afterAll(() => mend(lab))

async function onAll(command: string): Promise<void> {
  await Promise.all(NODES.map((node) => on(lab, node, command)))
}

/** Seconds between the newest sample scraped and the newest one sent, as a dashboard shows it. */
async function lag(node: string): Promise<number> {
  const scraped = await metric(lab, node, `${QUEUE}highest_timestamp_in_seconds`)
  const sent = await metric(lab, node, `${QUEUE}queue_highest_sent_timestamp_seconds`)
  return (scraped ?? Number.NaN) - (sent ?? Number.NaN)
}

describe('pushes that are answered and not kept, and one worker that sends no more', () => {
  let verdicts: Verdicts
  let up: ReadonlyMap<string | undefined, number>

  beforeAll(async () => {
    await onAll(`docker stop ${WORKER}`)
    const faults = Object.entries(ANSWERS).map(
      ([node, status]) => [nodeNamed(lab, node).address, { status, path: 'push' }] as const,
    )
    await setFault(lab.masterUrl, { clients: Object.fromEntries(faults) })
    await block(lab, 'cmp6')
    await onAll(`docker start ${WORKER}`)
    verdicts = await verify(inventory, NODES)
    const series = await query(lab, 'openstack', 'up{job="prometheus-worker"}')
    up = new Map(series.map(({ labels, value }) => [labels['node'], value]))
  })

  /** Both what the sender counts and what the master lacks are put down to this, with its remedy in each language. */
  function expectCause(
    node: string,
    { cause, en, ko }: { cause: string; en: readonly string[]; ko: readonly string[] },
  ): void {
    for (const check of ['sending', 'arrival'] as const) {
      const judged = verdicts.check(node, check)
      expect([judged.state, judged.cause]).toEqual(['failed', cause])
      for (const words of en) expect(judged.en).toContain(words)
      for (const words of ko) expect(judged.ko).toContain(words)
    }
  }

  it('leave `up` of every node at 1 in the master: that of yesterday', () => {
    expect(NODES.map((node) => [node, up.get(node)])).toEqual(NODES.map((node) => [node, 1]))
  })

  it.each(['cmp1', 'cmp2', 'cmp4', 'cmp5'])('leave the queue of %s with hardly any lag', async (node) => {
    expect(await lag(node)).toBeLessThan(30)
  })

  it('end both runs with 1, and tell people in both languages all that the reports say', () => {
    expect(verdicts.exitCodes).toEqual([1, 1])
    expect(verdicts.untold).toEqual([])
  })

  it('are called what they are where an HA tracker answers 202: by the sender’s account all is well', async () => {
    expect(verdicts.check('cmp1', 'sending').state).toBe('passed')
    expect(await metric(lab, 'cmp1', `${QUEUE}samples_failed_total`)).toBe(0)
    expect(verdicts.failed('cmp1')).toEqual(['arrival'])
    const { cause, en, ko } = verdicts.check('cmp1', 'arrival')
    expect(cause).toBe('swallowed')
    expect(en).toContain('Mimir accepted the samples but did not store them')
    expect(en).toContain('set accept_ha_samples: false for this tenant')
    expect(ko).toContain('Mimir가 샘플을 받았지만 저장하지 않았습니다')
    expect(ko).toContain('accept_ha_samples: false')
  })

  it.each([
    {
      node: 'cmp2',
      status: 401,
      cause: 'no-tenant',
      en: ['Mimir received no tenant', 'a proxy drops X-Scope-OrgID'],
      ko: ['Mimir에 테넌트가 전달되지 않았습니다', 'X-Scope-OrgID'],
    },
    {
      node: 'cmp4',
      status: 404,
      cause: 'wrong-path',
      en: ['this path does not accept samples', 'correct mimir.url and mimir.push_path'],
      ko: ['샘플을 받지 않는 경로입니다', 'mimir.push_path'],
    },
    {
      node: 'cmp5',
      status: 400,
      cause: 'series-limit',
      en: ["the tenant's series limit is reached", 'raise max_global_series_per_user'],
      ko: ['테넌트의 시계열 한도에 닿았습니다', 'max_global_series_per_user'],
    },
  ])('are called what they are on $node, where $status drops them: $cause', ({ node, ...expected }) => {
    expect(verdicts.check(node, 'sending').kind).toBe('samples-failed')
    expectCause(node, expected)
  })

  it('are called what they are where 429 holds them up: none counts as failed', async () => {
    expect(await metric(lab, 'cmp3', `${QUEUE}samples_failed_total`)).toBe(0)
    expectCause('cmp3', {
      cause: 'ingestion-rate',
      en: ["the tenant's ingestion rate limit is reached", 'raise ingestion_rate and ingestion_burst_size'],
      ko: ['테넌트의 수집 속도 한도', 'ingestion_burst_size'],
    })
  })

  it('are called what they are where the node does not reach the master, though it still has its `up`', () => {
    expect(verdicts.check('cmp6', 'sending')).toMatchObject({ state: 'failed', kind: 'nothing-sent' })
    const { state, cause, en, ko } = verdicts.check('cmp6', 'arrival')
    expect(state).toBe('failed')
    expect(['unreachable', 'too-slow']).toContain(cause)
    expect(en).toMatch(/cannot reach Mimir|does not answer before the timeout/u)
    expect(ko).toContain('Mimir')
  })
})

describe('a master that keeps no tenants apart', () => {
  let verdicts: Verdicts

  beforeAll(async () => {
    await mend(lab)
    await setFault(lab.masterUrl, { multitenancy: false })
    verdicts = await verify(inventory, ['cmp1'])
  })

  it('shows the tenant all that it shall have', () => {
    expect(verdicts.check('cmp1', 'arrival').state).toBe('passed')
  })

  it('is called what it is: another tenant has it as well', () => {
    expect(verdicts.exitCodes).toEqual([1, 1])
    expect(verdicts.failed('cmp1')).toEqual(['isolation'])
    const { kind, en, ko } = verdicts.check('cmp1', 'isolation')
    expect(kind).toBe('seen-by-other-tenant')
    expect(en).toContain('set multitenancy_enabled: true in its configuration')
    expect(ko).toContain('Mimir가 테넌트를 격리하지 않습니다')
    expect(ko).toContain('multitenancy_enabled: true')
    expect(verdicts.untold).toEqual([])
  })
})
