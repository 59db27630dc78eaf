import { describe, expect, it } from 'vitest'
import type { Expectation } from '../../../../roles/mimir-worker/exporters/jobs.ts'
import type { Facts } from '../../../../roles/mimir-worker/node/facts.ts'
import { elect } from '../../../../roles/mimir-worker/plan/election.ts'
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
