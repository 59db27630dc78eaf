import { describe, expect, it } from 'vitest'
import type { Expectation } from '../../../../roles/mimir-worker/exporters/jobs.ts'
import type { Facts } from '../../../../roles/mimir-worker/node/facts.ts'
import { cloudJobsOf, elect } from '../../../../roles/mimir-worker/plan/election.ts'
import { EXPORTERS } from '../../../../src/kolla/releases/exporters.ts'
import { facts } from '../sample.ts'

const NAME = 'openstack_exporter'
const candidates = new Map([[NAME, ['ctl1', 'ctl2', 'ctl3']]])

function expectation(node: string): Expectation {
  const exporters = EXPORTERS.filter(({ name }) => name === NAME).map((exporter) => ({
    exporter,
    port: 9198,
    scheme: 'http' as const,
    interval: '60s',
  }))
  const has = node.startsWith('ctl')
  return { node, apiInterface: 'eth0', address: undefined, family: 'ipv4', exporters: has ? exporters : [] }
}

const having = (...jobs: string[]): Facts => facts({ files: { ...facts().files, jobs } })

/** Who is elected in a run of these nodes, of which those with jobs were reached. */
function elected(nodes: Readonly<Record<string, Facts | undefined>>): string | undefined {
  const observed = new Map(
    Object.entries(nodes).flatMap(([name, one]) => (one ? [[name, one] as const] : [])),
  )
  const expectations = Object.keys(nodes).map(expectation)
  return elect({ candidates, expectations, observed }).get(NAME)
}

describe('what is scraped once per cloud', () => {
  it('goes to the first candidate that was reached where no node has it', () => {
    expect(elected({ cmp1: having(), ctl2: having(), ctl1: having(), ctl3: having() })).toBe('ctl1')
    expect(elected({ ctl1: undefined, ctl2: having(), ctl3: having() })).toBe('ctl2')
  })

  it.each(['openstack-exporter', 'openstack_exporter'])('stays where it is, under the name %s', (job) => {
    expect(elected({ ctl1: having(), ctl2: having(), ctl3: having(job) })).toBe('ctl3')
  })

  it('moves when the node that had it is gone, and does not move back', () => {
    expect(elected({ ctl1: undefined, ctl2: having(), ctl3: having() })).toBe('ctl2')
    expect(elected({ ctl1: having(), ctl2: having('openstack-exporter'), ctl3: having() })).toBe('ctl2')
  })

  it('is given to one node where several have it', () => {
    expect(
      elected({ ctl1: having(), ctl2: having('openstack-exporter'), ctl3: having('openstack-exporter') }),
    ).toBe('ctl2')
  })

  it('is not taken from a preferred candidate that this run does not touch', () => {
    expect(elected({ ctl2: having(), ctl3: having() })).toBeUndefined()
    expect(elected({ ctl2: having(), ctl3: having('openstack-exporter') })).toBe('ctl3')
    expect(elected({ ctl1: having() })).toBe('ctl1')
  })

  it('goes to nobody where no candidate was reached', () => {
    expect(elected({ cmp1: having(), ctl1: undefined, ctl2: undefined, ctl3: undefined })).toBeUndefined()
  })
})

describe('a job of the whole cloud that is not where it is to be', () => {
  const JOB = 'openstack-exporter'
  const jobs = (
    nodes: Readonly<Record<string, Facts | undefined>>,
    jobNames: 'guide' | 'kolla' = 'guide',
  ) => {
    const observed = new Map(
      Object.entries(nodes).flatMap(([name, one]) => (one ? [[name, one] as const] : [])),
    )
    const ballot = { candidates, expectations: Object.keys(nodes).map(expectation), observed }
    const held = elect(ballot)
    return Object.fromEntries(
      [...observed.keys()].map((node) => [node, cloudJobsOf(node, held, ballot, { jobNames })]),
    )
  }

  it('is scraped twice where the node that had it is back', () => {
    expect(jobs({ ctl1: having(JOB), ctl2: having(JOB), cmp1: having() })).toEqual({
      ctl1: [],
      ctl2: [{ job: JOB, state: 'twice', nodes: ['ctl1'] }],
      cmp1: [],
    })
  })

  it('is scraped nowhere where that node is gone', () => {
    const gone = { ctl1: undefined, ctl2: having(), ctl3: having() }
    expect(jobs(gone)).toEqual({ ctl2: [{ job: JOB, state: 'nowhere', nodes: ['ctl1'] }], ctl3: [] })
    expect(jobs(gone, 'kolla')['ctl2']).toMatchObject([{ job: 'openstack_exporter' }])
  })

  it('is none where one node has it, or where there was no worker yet', () => {
    expect(jobs({ ctl1: having(JOB), ctl2: having() })).toEqual({ ctl1: [], ctl2: [] })
    const bare = facts({ files: { ...facts().files, current: undefined, jobs: [] } })
    expect(jobs({ ctl1: bare, ctl2: bare })).toEqual({ ctl1: [], ctl2: [] })
  })
})
