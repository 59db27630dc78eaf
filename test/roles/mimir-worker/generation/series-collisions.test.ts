import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ExpectedExporter } from '../../../../roles/mimir-worker/exporters/jobs.ts'
import { collisions } from '../../../../roles/mimir-worker/generation/series-collisions.ts'
import type { Facts } from '../../../../roles/mimir-worker/node/facts.ts'
import { planFleet } from '../../../../roles/mimir-worker/plan/plan.ts'
import { EXPORTERS } from '../../../../src/kolla/releases/exporters.ts'
import type { Node } from '../../../../src/model/node.ts'
import { facts, SETTINGS } from '../sample.ts'

const document = (...configs: object[]) => ({
  global: { external_labels: { cluster: 'openstack' } },
  scrape_configs: configs,
  remote_write: [],
})
const config = (job: string, labels: object, more: object = {}) => ({
  job_name: job,
  static_configs: [{ targets: ['10.0.0.1:9100'], labels }],
  ...more,
})

describe('two targets', () => {
  it('collide where all labels are equal, whatever they are called on the way', () => {
    const same = config('node', { instance: 'a', __param_x: '1' })
    const second = config('node', { instance: 'a', __param_x: '2' })
    expect(
      collisions([
        ['cmp1', document(same)],
        ['cmp2', document(second)],
      ]),
    ).toEqual([{ first: 'cmp1 node 10.0.0.1:9100', second: 'cmp2 node 10.0.0.1:9100' }])
  })

  it('do not where one label differs, or what is set after the scrape', () => {
    const labels = { instance: 'a' }
    const node = (name: string) => ({
      metric_relabel_configs: [{ target_label: 'node', replacement: name }],
    })
    expect(
      collisions([
        ['cmp1', document(config('node', { instance: 'a' }), config('x', labels, node('cmp1')))],
        ['cmp2', document(config('node', { instance: 'b' }), config('x', labels, node('cmp2')))],
      ]),
    ).toEqual([])
  })

  it('collide on two nodes where the exporter has the last word on its labels', () => {
    const honouring = (node: string) => config('x', { instance: node, node }, { honor_labels: true })
    expect(
      collisions([
        ['cmp1', document(honouring('cmp1'))],
        ['cmp2', document(honouring('cmp2'))],
      ]),
    ).toHaveLength(1)
    expect(collisions([['cmp1', document(honouring('cmp1'), config('y', {}))]])).toEqual([])
  })
})

describe('a fleet', () => {
  it('never plans two targets that could send the same series, whatever it has and whatever was seen', () => {
    const exporter = fc.constantFrom(...EXPORTERS)
    const expected: fc.Arbitrary<ExpectedExporter> = fc.record({
      exporter,
      port: fc.integer({ min: 1, max: 4 }),
      scheme: fc.constantFrom('http', 'https'),
      interval: fc.constant('30s'),
      endpoints: fc.uniqueArray(fc.constantFrom('a:b:c', 'a:b:d', 'e:b:c', 'a:f:c'), { maxLength: 4 }),
      filter: exporter.map(({ scope }) => ({
        drop: [],
        dropLabels: [],
        ownNode: scope === 'node',
      })),
    })
    const exporters = fc.uniqueArray(expected, {
      selector: (item) => item.exporter.name,
      maxLength: 6,
    })
    const address = fc.constantFrom('10.0.0.1', '10.0.0.2')
    const fleet = fc.array(fc.tuple(exporters, address), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(fleet, (nodes) => {
        const expectations = nodes.map(([own, host], index) => ({
          node: `cmp${index}`,
          apiInterface: undefined,
          address: host,
          family: 'ipv4' as const,
          exporters: own.map((item) => ({
            ...item,
            filter: { drop: [], dropLabels: [], ownNode: item.exporter.scope === 'node' },
          })),
        }))
        const candidates = new Map(
          EXPORTERS.filter(({ scope }) => scope === 'cloud').map(({ name }) => [
            name,
            expectations
              .filter(({ exporters: own }) => own.some((item) => item.exporter.name === name))
              .map(({ node }) => node),
          ]),
        )
        const looks = new Map(
          expectations.map(({ node }): [Node, Facts] => [
            { name: node, groups: [], reach: { transport: 'local', become: false } },
            facts({ listeners: [] }),
          ]),
        )
        const plans = [...planFleet({ settings: SETTINGS, expectations, candidates }, looks).values()]
        expect(plans.every(({ ok }) => ok)).toBe(true)
        const own = plans.flatMap((plan) => (plan.ok ? plan.value : []))
        expect(collisions(own.map(({ vars, generation }) => [vars.node, generation.document]))).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
})
