import { describe, expect, it } from 'vitest'
import { DEFAULT_SHAPE, fleetOf } from '../base/fleet-spec.ts'
import { GROUP_CHAINS, multinodeIni } from './multinode.ts'

const text = multinodeIni(fleetOf({ ...DEFAULT_SHAPE, control: 2 }, 7))

function linesOf(header: string): string[] {
  const start = text.indexOf(`[${header}]\n`)
  const section = text.slice(start, text.indexOf('\n\n', start))
  return section.split('\n').slice(1)
}

describe("the lab's Kolla inventory", () => {
  it('says the address of a host once, and its name alone afterwards', () => {
    expect(linesOf('control')).toEqual(['ctl1 ansible_host=10.78.7.11', 'ctl2 ansible_host=10.78.7.12'])
    expect(linesOf('compute')).toEqual(['cmp1 ansible_host=10.78.7.101', 'cmp2 ansible_host=10.78.7.102'])
    for (const group of ['network', 'monitoring', 'storage']) expect(linesOf(group)).toEqual(['ctl1', 'ctl2'])
  })

  it('has the deploy host, which is no node', () => {
    expect(linesOf('deployment')).toEqual(['localhost       ansible_connection=local'])
  })

  it("has the chains from every exporter's group down to hosts", () => {
    expect(linesOf('prometheus-mysqld-exporter:children')).toEqual(['mariadb'])
    expect(linesOf('mariadb:children')).toEqual(['control'])
    expect(linesOf('prometheus:children')).toEqual(['monitoring'])
    expect(linesOf('prometheus-node-exporter:children')).toEqual([
      'monitoring',
      'control',
      'compute',
      'network',
      'storage',
    ])
  })

  it('defines every group that it names: Ansible drops a file that does not', () => {
    const defined = new Set([...text.matchAll(/^\[([^:\]]+)/gm)].map((found) => found[1]))
    const named = GROUP_CHAINS.flatMap(([, children]) => children)
    expect(named.filter((group) => !defined.has(group))).toEqual([])
  })

  it('names each group once', () => {
    const groups = GROUP_CHAINS.map(([group]) => group)
    expect(new Set(groups).size).toBe(groups.length)
  })
})
