import { describe, expect, it } from 'vitest'
import { readYaml } from '../../src/yaml/document.ts'
import { cloudOf, GLOBALS } from './cloud-of.ts'
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
    const { cloud } = cloudOf({ '/i/multinode': multinode('2025.1') })
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

const ON = `${GLOBALS}enable_prometheus: "yes"\n`

describe('nodes outside of baremetal', () => {
  const baremetal = '[control]\nc1\n[compute]\nn[1:5]\n[storage]\nceph1\n[baremetal:children]\ncontrol\n'
  const exporters =
    '[prometheus-node-exporter:children]\ncontrol\n[prometheus-node-exporter]\nfs1\n[web]\nw1\n'
  const names = (cloud: ReturnType<typeof cloudOf>['cloud']) => cloud?.nodes.map(({ name }) => name)

  it('are the hosts of all base groups, and those on which Kolla puts an exporter', () => {
    const { cloud } = cloudOf({ '/i/multinode': baremetal + exporters, '/k/globals.yml': ON })
    expect(names(cloud)).toEqual(['c1', 'n1', 'n2', 'n3', 'n4', 'n5', 'ceph1', 'fs1'])
  })

  it('are no nodes where the exporter is off', () => {
    const { cloud, problems } = cloudOf({ '/i/multinode': baremetal + exporters })
    expect(names(cloud)).not.toContain('fs1')
    expect(problems).toEqual([
      'warning /i/multinode : no nodes, as Kolla puts no exporter on them: fs1 (prometheus-node-exporter), w1 (web); add those that a worker should watch to [prometheus-node-exporter], as Kolla needs it too',
    ])
  })

  it('are named where they are left out, but for the deployment host', () => {
    const { problems } = cloudOf({
      '/i/multinode': `[control]\nc1\n[deployment]\nlocalhost ansible_connection=local\n[bifrost]\nseed\n`,
    })
    expect(problems).toEqual([
      'warning /i/multinode : no nodes, as Kolla puts no exporter on them: seed (bifrost); add those that a worker should watch to [prometheus-node-exporter], as Kolla needs it too',
    ])
  })
})

describe('a group that the inventory lacks', () => {
  const bare =
    '[control]\nc1\n[network]\nn1\n[compute]\np1\n[monitoring]\nm1\n[storage]\n[haproxy:children]\nnetwork\n[mariadb]\n'

  it('is empty, as to Kolla, with one warning for those of exporters that are on', () => {
    const { cloud, problems } = cloudOf({ '/i/multinode': bare, '/k/globals.yml': ON })
    expect(problems).toEqual([
      "warning /i/multinode : the inventory has no groups prometheus-node-exporter, prometheus-cadvisor, prometheus-mysqld-exporter, prometheus-memcached-exporter, prometheus-openstack-exporter, prometheus-blackbox-exporter, prometheus-libvirt-exporter, prometheus-alertmanager, loadbalancer, rabbitmq, fluentd, prometheus, so Kolla deploys their exporters nowhere; add what is missing as Kolla's own multinode of this release has it, e.g. [prometheus-node-exporter:children]",
    ])
    expect(cloud?.groups.has('prometheus-cadvisor')).toBe(false)
    expect(cloud?.groups.has('loadbalancer')).toBe(false)
  })

  it('is no matter where nobody uses it', () => {
    expect(cloudOf({ '/i/multinode': bare }).problems).toEqual([])
    const without = multinode('2024.1').replace(/\[prometheus-msteams:children\]\n.*\n/u, '')
    const globals = 'openstack_release: "2024.1"\nenable_prometheus: "yes"\n'
    const { problems } = cloudOf({ '/i/multinode': without, '/k/globals.yml': globals })
    expect(problems.filter((text) => text.includes('msteams'))).toEqual([])
  })
})
