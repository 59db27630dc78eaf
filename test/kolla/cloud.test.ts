import { describe, expect, it } from 'vitest'
import { readYaml } from '../../src/yaml/document.ts'
import { cloudOf } from './cloud-of.ts'
import { allInOne, multinode } from './shapes.ts'

function groupsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

describe('the nodes', () => {
  it('of a multinode are those of baremetal, without the deployment host', () => {
    const { cloud } = cloudOf({ '/i/multinode': multinode('2025.1') })
    const names = cloud?.nodes.map(({ name }) => name)
    expect(names).toHaveLength(17)
    expect(names).not.toContain('localhost')
    expect(cloud?.hosts.at(-1)).toEqual({
      name: 'localhost',
      groups: ['deployment'],
      connection: { transport: 'local', passwords: [] },
    })
  })

  it('of an all-in-one are the local host', () => {
    const { cloud, problems } = cloudOf({ '/i/multinode': allInOne('2025.1') })
    expect(cloud?.nodes.map(({ name, connection }) => [name, connection])).toEqual([
      ['localhost', { transport: 'local', passwords: [] }],
    ])
    expect(problems).toEqual([])
  })

  it('have their groups with all parents, sorted', () => {
    const { cloud } = cloudOf({
      '/i/multinode': '[control]\nc1\n[network]\n[compute]\n[monitoring]\n[storage]\n',
    })
    expect(cloud?.nodes[0]?.groups).toEqual([...(cloud?.nodes[0]?.groups ?? [])].sort())
    expect(cloud?.nodes[0]?.groups).toContain('prometheus-mysqld-exporter')
  })

  it('missing altogether is an error that says what was found', () => {
    expect(cloudOf({ '/i/multinode': '[web]\nw1\nw2\n' }).problems).toEqual([
      "error /i/multinode : found 2 hosts and 1 groups, but no host in control, network, compute, monitoring, storage; put the nodes into Kolla's groups, as in its own multinode",
    ])
  })

  it("come from the manifest too, with Kolla's usual groups above them", () => {
    const written = readYaml(
      'control:\n  hosts:\n    c1: {ansible_host: 192.0.2.1}\n    c2: {address: 192.0.2.2}\ncompute:\n  hosts: {n1: }\n',
      'm.yml',
      'strict-1.2',
    )
    const nodes = { groups: groupsOf(written.value), positionOf: written.positionOf }
    const { cloud, problems } = cloudOf({}, { inventory: [], nodes })
    expect(problems).toEqual([])
    expect(cloud?.groups.get('prometheus-node-exporter')).toEqual(['c1', 'c2', 'n1'])
    expect(cloud?.groups.get('prometheus-memcached-exporter')).toEqual(['c1', 'c2'])
    expect(cloud?.groups.get('prometheus-libvirt-exporter')).toEqual(['n1'])
    expect(cloud?.nodes.map(({ connection }) => 'address' in connection && connection.address)).toEqual([
      '192.0.2.1',
      '192.0.2.2',
      'n1',
    ])
  })
})

describe('missing groups', () => {
  const bare =
    '[control]\nc1\n[network]\nn1\n[compute]\np1\n[monitoring]\nm1\n[storage]\n[haproxy:children]\nnetwork\n[mariadb]\n'

  it('are made of the groups that are there, with one warning; an empty group stays empty', () => {
    const { cloud, problems } = cloudOf({ '/i/multinode': bare })
    expect(problems).toHaveLength(1)
    expect(problems[0]).toContain(
      'warning /i/multinode : the inventory has no group loadbalancer, prometheus, prometheus-node-exporter',
    )
    expect(cloud?.groups.get('prometheus-cadvisor')).toEqual(['m1', 'c1', 'p1', 'n1'])
    expect(cloud?.groups.get('loadbalancer')).toEqual(['n1'])
    expect(cloud?.groups.get('prometheus-mysqld-exporter')).toEqual([])
    expect(cloud?.groups.has('prometheus-valkey-exporter')).toBe(false)
  })
})
