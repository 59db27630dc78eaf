import { describe, expect, it } from 'vitest'
import { collisions } from '../../../../roles/mimir-worker/generation/series-collisions.ts'
import { plansOf, SCENARIOS } from './scenarios.ts'

describe.each(Object.entries(SCENARIOS))('the workers of a cloud: %s', (name, scenario) => {
  const plans = plansOf(scenario)

  it.each(plans.map((plan) => [plan.vars.node, plan] as const))(
    'have the golden file on %s',
    async (node, plan) => {
      const text = plan.generation.files.find(({ path }) => path === 'prometheus.yml')?.text ?? ''
      await expect(text).toMatchFileSnapshot(`../../../golden/${name}/${node}/prometheus.yml`)
      expect(plan.differences).toEqual([])
    },
  )

  it('can emit no series twice', () => {
    const documents = plans.map(({ vars, generation }) => [vars.node, generation.document] as const)
    expect(collisions(documents)).toEqual([])
  })

  it('scrape what tells of the whole cloud from one node each', () => {
    const jobs = plans.flatMap(({ vars }) => [...new Set(vars.jobs.map(({ exporter }) => exporter))])
    for (const once of ['openstack_exporter', 'blackbox_probes', 'ceph_mgr_exporter'])
      expect(jobs.filter((exporter) => exporter === once).length).toBeLessThan(2)
    expect(jobs).toContain('openstack_exporter')
  })
})
