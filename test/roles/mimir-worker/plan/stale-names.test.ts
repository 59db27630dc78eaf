import { describe, expect, it } from 'vitest'
import { renderGeneration } from '../../../../roles/mimir-worker/generation/generation.ts'
import { readRecord } from '../../../../roles/mimir-worker/generation/record.ts'
import type { Facts, FoundNames } from '../../../../roles/mimir-worker/node/facts.ts'
import { staleNames } from '../../../../roles/mimir-worker/plan/stale-names.ts'
import { verdictOn } from '../../../../roles/mimir-worker/plan/verdict.ts'
import type { WorkerVars } from '../../../../roles/mimir-worker/worker/vars.ts'
import { container, facts, VARS } from '../sample.ts'

const NAMED: WorkerVars = { ...VARS, pushUrl: 'https://mimir.example/api/v1/push' }
const GENERATION = renderGeneration(NAMED)
const STARTED = container().startedAt
const SAME = { node: [], worker: [], changedAt: STARTED + 60 }

/** A worker of that generation, whose node names things so. */
function named(names: Partial<FoundNames>, vars = NAMED): Facts {
  const generation = renderGeneration(vars)
  const text = generation.files.find(({ path }) => path === 'generation.json')?.text ?? ''
  const record = readRecord(text)
  if (record === undefined) throw new Error('the sample has a record')
  return facts({
    names: { hosts: SAME, servers: SAME, connections: [], ...names },
    records: { history: [], journal: [], releases: [], generation: record },
  })
}

const judged = (names: Partial<FoundNames>) => staleNames(named(names), GENERATION)
const NEW = { ...SAME, node: ['10.0.0.9 mimir.example'] }

describe('a name in /etc/hosts that changed since the worker was started', () => {
  it('is why a new container is needed: the worker has a copy of that file', () => {
    expect(judged({ hosts: NEW })).toEqual([
      { field: 'mimir.example in /etc/hosts', current: 'none', desired: '10.0.0.9' },
    ])
    const hosts = { ...NEW, worker: ['10.0.0.5 other Mimir.Example'] }
    expect(judged({ hosts })).toMatchObject([{ current: '10.0.0.5', desired: '10.0.0.9' }])
    const { verdict } = verdictOn(named({ hosts: NEW }), GENERATION, 'mimir-worker')
    expect(verdict).toBe('recreate')
  })

  it('is no reason where its address is the same, where the worker does not use it, or where it has an address', () => {
    expect(judged({ hosts: { ...NEW, worker: ['10.0.0.9 mimir.example mimir'] } })).toEqual([])
    expect(judged({ hosts: { ...SAME, node: ['10.0.0.9 cmp99', '10.0.0.9 x.mimir.example'] } })).toEqual([])
    expect(staleNames(named({ hosts: NEW }, VARS), renderGeneration(VARS))).toEqual([])
  })

  it('is no reason where the file is older than the worker: then its engine made it another one, and would again', () => {
    expect(judged({ hosts: { ...NEW, changedAt: STARTED - 1 } })).toEqual([])
  })

  it('is none where no worker runs, or where its process could not be inspected', () => {
    const stopped = { ...named({ hosts: NEW }), container: container({ status: 'exited' }) }
    expect(staleNames(stopped, GENERATION)).toEqual([])
    expect(staleNames(facts(), GENERATION)).toEqual([])
  })

  it('counts for what is scraped by name as well', () => {
    const [self] = VARS.jobs
    if (self === undefined) throw new Error('the sample has jobs')
    const target = { ...self, name: 'vip', target: 'internal.example:9198' }
    const generation = renderGeneration({ ...VARS, jobs: [self, target] })
    const hosts = { ...SAME, worker: ['10.0.0.1 internal.example'] }
    expect(staleNames(named({ hosts }), generation)).toMatchObject([
      { field: 'internal.example in /etc/hosts', current: '10.0.0.1', desired: 'none' },
    ])
  })
})

describe('other name servers since the worker was started', () => {
  const servers = { ...SAME, node: ['nameserver 10.0.0.54'], worker: ['nameserver 10.0.0.53'] }

  it('are a reason where a name has to be resolved', () => {
    expect(judged({ servers })).toEqual([
      { field: '/etc/resolv.conf', current: 'nameserver 10.0.0.53', desired: 'nameserver 10.0.0.54' },
    ])
  })

  it('are none where the file of hosts has the name, where they are older, or where the engine gives its own', () => {
    const mimir = { name: 'mimir.example', source: 'files', addresses: ['10.0.0.5'] } as const
    expect(judged({ servers, mimir })).toEqual([])
    expect(judged({ servers: { ...servers, changedAt: STARTED - 1 } })).toEqual([])
    const { servers: _, ...rest } = named({}).names ?? { hosts: SAME, connections: [] }
    expect(staleNames(facts({ names: rest }), GENERATION)).toEqual([])
  })
})

describe('a connection to where a name was before', () => {
  const moved = (changes: Partial<FoundNames['mimir'] & object>, connections = ['10.0.0.5']) =>
    judged({
      connections,
      mimir: { name: 'mimir.example', source: 'dns', addresses: ['10.0.0.9'], ...changes },
    })

  it('is why a new process is needed', () => {
    expect(moved({})).toEqual([
      { field: 'connection to mimir.example', current: '10.0.0.5', desired: '10.0.0.9' },
    ])
    expect(moved({ source: 'files', addresses: ['10.0.0.9', '2001:db8::9'] })).toMatchObject([
      { desired: '10.0.0.9 2001:db8::9' },
    ])
  })

  it.each([
    ['it is connected there as well', moved({}, ['10.0.0.5', '10.0.0.9'])],
    ['it is connected to nothing', moved({}, [])],
    ['name servers know several addresses', moved({ addresses: ['10.0.0.8', '10.0.0.9'] })],
    ['it is an exporter that it is connected to', moved({}, ['10.0.0.12'])],
    ['another name was asked for', moved({ name: 'other.example' })],
  ])('is not seen where %s', (_, reasons) => {
    expect(reasons).toEqual([])
  })

  it('says nothing of a worker that is to send elsewhere from now on', () => {
    const mimir = { name: 'mimir.example', source: 'files', addresses: ['10.0.0.9'] } as const
    const found = named({ connections: ['10.0.0.5'], mimir }, VARS)
    expect(staleNames(found, GENERATION)).toEqual([])
  })

  it('says nothing where scrapes of the operator’s own may be what is connected', () => {
    const vars = { ...NAMED, extraScrapeConfigs: [{ job_name: 'mine' }] }
    const mimir = { name: 'mimir.example', source: 'files', addresses: ['10.0.0.9'] } as const
    expect(staleNames(named({ connections: ['10.0.0.5'], mimir }, vars), GENERATION)).toEqual([])
  })
})
