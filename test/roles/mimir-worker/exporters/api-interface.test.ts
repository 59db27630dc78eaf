import { describe, expect, it } from 'vitest'
import { expectationOf } from '../../../../roles/mimir-worker/exporters/node-expectation.ts'
import { inPlace } from '../../../../src/manifest/problems/manifest-problem.ts'
import { smallCloud } from '../small-cloud.ts'

const AT = { file: 'inventory.yml', line: 1, column: 1 }

describe('where the exporters of a node listen', () => {
  const placed = (globals: string) => {
    const { cloud } = smallCloud({ release: '2025.1', hosts: { compute: ['cmp1'] }, globals })
    const node = { name: 'cmp1', groups: [] }
    const { expectation, problems } = expectationOf(node, cloud, { labels: {}, exporters: {} })
    const { apiInterface, address, family } = expectation
    const texts = problems
      .map((problem) => inPlace(problem, () => AT))
      .map(({ severity, path, message }) => `${severity} ${path}: ${message}`)
    return { place: apiInterface ?? address, family, problems: texts }
  }

  it.each([
    ['network_interface: bond7', 'bond7', 'ipv4'],
    ["network_interface: \"{{ ansible_facts['default_ipv4']['interface'] }}\"", '@ipv4', 'ipv4'],
    ['api_interface: "{{ ansible_default_ipv4.interface }}"', '@ipv4', 'ipv4'],
    [
      "api_interface: \"{{ hostvars[inventory_hostname]['ansible_default_ipv4']['alias'] }}\"",
      '@ipv4',
      'ipv4',
    ],
    [
      'api_interface: "{{ ansible_facts.default_ipv6.interface }}"\nnetwork_address_family: IPv6',
      '@ipv6',
      'ipv6',
    ],
    ['api_interface_address: "{{ ansible_default_ipv4.address }}"', '@ipv4.address', 'ipv4'],
    ['api_interface_address: "{{ ansible_facts.br_ex.ipv4.address }}"', 'br_ex', 'ipv4'],
    ['api_interface_address: "{{ hostvars[inventory_hostname].own }}"\nown: 192.0.2.7', '192.0.2.7', 'ipv4'],
    [
      "api_interface: br-ex\napi_interface_address: \"{{ ansible_facts[api_interface | replace('-', '_')].ipv4.address }}\"",
      'br_ex',
      'ipv4',
    ],
    [
      "network_interface: eth1\napi_interface_address: \"{{ hostvars[inventory_hostname]['ansible_' + network_interface]['ipv4']['address'] }}\"",
      'eth1',
      'ipv4',
    ],
    // Where Kolla's server looks is no address on which anything listens.
    ['network_interface: bond7\nprometheus_target_address: 198.51.100.9', 'bond7', 'ipv4'],
  ])('is what %j says: %s', (globals, place, family) => {
    expect(placed(globals)).toEqual({ place, family, problems: [] })
  })

  it.each([
    [
      'network_interface: "{{ ansible_facts.interfaces[1] }}"',
      'error network_interface: depends on ansible_facts.interfaces.1, which only the node knows, and api_interface needs it',
    ],
    [
      'network_interface: "eth{{ ansible_facts.processor_count }}"',
      'error network_interface: depends on ansible_facts.processor_count, which only the node knows, and api_interface needs it',
    ],
    [
      'api_interface: "{{ hostvars[\'other\'].ansible_default_ipv4.interface }}"',
      'error api_interface: depends on ansible_default_ipv4 of other, which only the node knows',
    ],
    [
      'api_interface: [a]',
      'error api_interface: expected the name of an interface or an address as one text',
    ],
  ])('is an error before any node is dialled where %j cannot be said', (globals, problem) => {
    expect(placed(globals).problems).toEqual([problem])
  })
})
