import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allowance, type Batch, type Member, planBatches, reasonsOf } from '../../src/play/batches.ts'
import { batchOrder, EXCLUSIVE, members } from './campaign-sample.ts'

const member = (name: string, groups: readonly string[] = [], domain?: string): Member => ({
  name,
  groups,
  verdict: 'recreate',
  rerouting: [],
  ...(domain === undefined ? {} : { domain }),
})
const numbered = (count: number): Member[] => Array.from({ length: count }, (_, at) => member(`n${at + 1}`))
const order = { sizes: [{ percent: 100 }], exclusive: ['mariadb'], order: [] } as const
const names = (batches: readonly Batch[]): string[] => batches.map(({ nodes }) => nodes.join(' '))

describe('batches', () => {
  it('are as large as the sizes say, the last of which repeats', () => {
    const sizes = [{ nodes: 1 }, { percent: 25 }, { nodes: 3 }] as const
    expect(names(planBatches(numbered(10), { ...order, sizes }))).toEqual([
      'n1',
      'n2 n3',
      'n4 n5 n6',
      'n7 n8 n9',
      'n10',
    ])
  })

  it('have one node at least, however small the percentage', () => {
    expect(names(planBatches(numbered(3), { ...order, sizes: [{ percent: 1 }] }))).toEqual(['n1', 'n2', 'n3'])
  })

  it('are none where no node has to be changed', () => {
    expect(planBatches([], order)).toEqual([])
  })

  it('never have two nodes of an exclusive group, and say who waits for whom', () => {
    const fleet = [
      member('ctl1', ['mariadb']),
      member('ctl2', ['mariadb']),
      member('cmp1'),
      member('ctl3', ['mariadb']),
    ]
    const by = { kind: 'group', name: 'mariadb' }
    expect(planBatches(fleet, order)).toEqual([
      { nodes: ['ctl1', 'cmp1'], deferred: [] },
      { nodes: ['ctl2'], deferred: [{ node: 'ctl2', by, with: 'ctl1' }] },
      { nodes: ['ctl3'], deferred: [{ node: 'ctl3', by, with: 'ctl2' }] },
    ])
  })

  it('never have two nodes of a failure domain', () => {
    const fleet = [member('a1', [], 'a'), member('a2', [], 'a'), member('b1', [], 'b'), member('free')]
    const by = { kind: 'domain', name: 'a' }
    expect(planBatches(fleet, order)).toEqual([
      { nodes: ['a1', 'b1', 'free'], deferred: [] },
      { nodes: ['a2'], deferred: [{ node: 'a2', by, with: 'a1' }] },
    ])
  })

  it('do not call a node put off that there was no room for', () => {
    const fleet = [member('ctl1', ['mariadb']), member('ctl2', ['mariadb'])]
    expect(planBatches(fleet, { ...order, sizes: [{ nodes: 1 }] })).toEqual([
      { nodes: ['ctl1'], deferred: [] },
      { nodes: ['ctl2'], deferred: [] },
    ])
  })

  it('take first installs together, whatever they share', () => {
    const fleet = ['ctl1', 'ctl2'].map(
      (name): Member => ({ ...member(name, ['mariadb'], 'a'), verdict: 'first-install' }),
    )
    expect(names(planBatches(fleet, order))).toEqual(['ctl1 ctl2'])
  })

  it('begin with the groups that shall come first, and keep the order otherwise', () => {
    const fleet = [
      member('ctl1', ['control']),
      member('net1', ['network']),
      member('cmp1', ['compute']),
      member('cmp2', ['compute']),
    ]
    const wished = { ...order, sizes: [{ nodes: 1 }], order: ['compute', 'network'] } as const
    expect(names(planBatches(fleet, wished))).toEqual(['cmp1', 'cmp2', 'net1', 'ctl1'])
  })
})

describe('which node is tried first', () => {
  const cloud = [
    member('ctl1', ['control', 'network', 'loadbalancer']),
    member('net1', ['loadbalancer', 'network']),
    member('sto1', ['storage']),
    member('mon1', ['monitoring']),
    member('cmp1', ['compute']),
    member('cmp2', ['compute']),
  ]
  const oneByOne = { ...order, sizes: [{ nodes: 1 }] } as const

  it('is one of the largest group on which least depends; control is last', () => {
    expect(names(planBatches(cloud, oneByOne))).toEqual(['cmp1', 'cmp2', 'sto1', 'mon1', 'net1', 'ctl1'])
    expect(reasonsOf(cloud, oneByOne)).toEqual({
      first: 'compute',
      last: ['loadbalancer', 'network', 'control'],
      canary: [],
    })
  })

  it('is no node that has another task beside, on which more depends', () => {
    const converged = [member('hyp1', ['compute', 'control']), member('cmp1', ['compute'])]
    expect(names(planBatches(converged, oneByOne))).toEqual(['cmp1', 'hyp1'])
  })

  it('is as the operator wrote it; what comes after that is as without', () => {
    expect(names(planBatches(cloud, { ...oneByOne, order: ['monitoring'] }))).toEqual([
      'mon1',
      'cmp1',
      'cmp2',
      'sto1',
      'net1',
      'ctl1',
    ])
    expect(reasonsOf(cloud, { order: ['monitoring'] })).toBeUndefined()
  })

  it('is the first of the inventory where all nodes are alike', () => {
    const control = [member('ctl1', ['control']), member('ctl2', ['control'])]
    expect(names(planBatches(control, oneByOne))).toEqual(['ctl1', 'ctl2'])
    expect(reasonsOf(control, oneByOne)).toBeUndefined()
    expect(reasonsOf(numbered(2), oneByOne)).toBeUndefined()
  })
})

describe('where workers will send elsewhere', () => {
  const rerouted = (name: string, groups: readonly string[]): Member => ({
    ...member(name, groups),
    rerouting: ['url'],
  })
  const fleet = [rerouted('ctl1', ['control']), rerouted('cmp1', ['compute']), rerouted('cmp2', ['compute'])]

  it('one node goes before all others, however large the first batch', () => {
    expect(names(planBatches(fleet, order))).toEqual(['cmp1', 'cmp2 ctl1'])
    expect(names(planBatches(fleet, { ...order, sizes: [{ nodes: 2 }] }))).toEqual(['cmp1', 'cmp2 ctl1'])
    expect(names(planBatches(fleet, { ...order, sizes: [{ nodes: 1 }, { percent: 100 }] }))).toEqual([
      'cmp1',
      'cmp2 ctl1',
    ])
    expect(reasonsOf(fleet, order)).toMatchObject({ first: 'compute', canary: ['url'] })
    expect(reasonsOf(fleet, { order: ['control'] })).toEqual({ last: [], canary: ['url'] })
  })

  it('that node is one that does so itself', () => {
    expect(names(planBatches([member('cmp0', ['compute']), ...fleet], order))).toEqual([
      'cmp1',
      'cmp0 cmp2 ctl1',
    ])
  })

  it('one node alone is one batch', () => {
    expect(names(planBatches([rerouted('ctl1', ['control'])], order))).toEqual(['ctl1'])
  })
})

describe('whatever the fleet', () => {
  it('each node is in one batch, and no batch is empty', () => {
    fc.assert(
      fc.property(members, batchOrder, (fleet, wished) => {
        const batches = planBatches(fleet, wished)
        expect(batches.flatMap(({ nodes }) => nodes).sort()).toEqual(fleet.map(({ name }) => name).sort())
        expect(batches.filter(({ nodes }) => nodes.length === 0)).toEqual([])
      }),
      { numRuns: 1000 },
    )
  })

  it('no batch has two nodes of an exclusive group or a failure domain', () => {
    fc.assert(
      fc.property(members, batchOrder, (fleet, wished) => {
        const bound = new Map(
          fleet.filter(({ verdict }) => verdict !== 'first-install').map((one) => [one.name, one]),
        )
        for (const { nodes } of planBatches(fleet, wished)) {
          const bonds = nodes.flatMap((name) => {
            const { groups = [], domain } = bound.get(name) ?? {}
            return [
              ...EXCLUSIVE.filter((group) => groups.includes(group)),
              ...(domain === undefined ? [] : [domain]),
            ]
          })
          expect(new Set(bonds).size).toBe(bonds.length)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('no batch is larger than its size, and a smaller one put off whoever there was room for', () => {
    fc.assert(
      fc.property(members, batchOrder, (fleet, wished) => {
        const batches = planBatches(fleet, wished)
        for (const [at, { nodes }] of batches.entries()) {
          const size = wished.sizes[Math.min(at, wished.sizes.length - 1)] ?? { nodes: 0 }
          const most =
            'nodes' in size ? size.nodes : Math.max(1, Math.floor((size.percent * fleet.length) / 100))
          expect(nodes.length).toBeLessThanOrEqual(most)
          if (nodes.length === most) continue
          const { nodes: following = [], deferred = [] } = batches[at + 1] ?? {}
          expect(deferred.map(({ node }) => node)).toEqual(following)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('who was put off waits for a node of the batch before', () => {
    fc.assert(
      fc.property(members, batchOrder, (fleet, wished) => {
        const batches = planBatches(fleet, wished)
        for (const [at, { nodes, deferred }] of batches.entries())
          for (const { node, with: other } of deferred) {
            expect(nodes).toContain(node)
            expect(batches[at - 1]?.nodes).toContain(other)
          }
      }),
      { numRuns: 1000 },
    )
  })
})

it.each([
  [{ nodes: 0 }, 1000, 0],
  [{ nodes: 3 }, 1000, 3],
  [{ percent: 0 }, 1000, 0],
  [{ percent: 10 }, 1000, 100],
  [{ percent: 10 }, 3, 1],
  [{ percent: 10 }, 11, 2],
  [{ percent: 29 }, 100, 29],
  [{ percent: 100 }, 7, 7],
])('max_failures of %j allows so many of %i nodes: %i', (maxFailures, nodes, allowed) => {
  expect(allowance(maxFailures, nodes)).toBe(allowed)
})
