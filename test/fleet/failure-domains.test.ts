import { describe, expect, it } from 'vitest'
import { failureDomains } from '../../src/fleet/failure-domains.ts'
import { cloudOf } from '../kolla/cloud-of.ts'
import { sentence } from '../kolla/sentence.ts'

const AT = { file: 'inventory.yml', line: 3, column: 5 }

/** What a cloud of the hosts `c1`, `c2` and `c3` says of the variable, with these words behind each host. */
function domainsOf(name: string, ...words: readonly string[]) {
  const hosts = ['c1', 'c2', 'c3'].map((host, at) => `${host} ${words[at] ?? ''}`)
  const { cloud } = cloudOf({ '/i/multinode': `[control]\n${hosts.join('\n')}\n` })
  if (cloud === undefined) throw new Error('the cloud cannot be read')
  const { domains, problems } = failureDomains(cloud, ['c1', 'c2', 'c3'], { name, at: AT })
  return { domains: Object.fromEntries(domains), problems: problems.map(sentence) }
}

describe('the failure domain of a node', () => {
  it('is what the host variable says, as a string', () => {
    expect(domainsOf('rack', 'rack=a', 'rack=7', "rack='b c'")).toEqual({
      domains: { c1: 'a', c2: '7', c3: 'b c' },
      problems: [],
    })
  })

  it('is none where the usual variable is not set, and nobody is warned', () => {
    expect(domainsOf('zone')).toEqual({ domains: {}, problems: [] })
    expect(domainsOf('zone', 'zone=a')).toEqual({ domains: { c1: 'a' }, problems: [] })
  })

  it('that the operator named and no node has is an error', () => {
    expect(domainsOf('rak', 'rack=a').problems).toEqual([
      'error inventory.yml:3:5 rollout.failure_domain: no node has the variable rak; write the name of a host variable of the inventory, or "" to switch it off',
    ])
  })

  it('that the operator named and some nodes lack is a warning', () => {
    expect(domainsOf('rack', 'rack=a').problems).toEqual([
      'warning inventory.yml:3:5 rollout.failure_domain: rack is not set for c2, c3; set it there too: these nodes are changed together with any other',
    ])
  })

  it('is no list, and nothing that cannot be worked out', () => {
    const { problems } = domainsOf('rack', 'rack=[1]', "rack='{{ nowhere }}'", 'rack=a')
    expect(problems).toEqual([
      'error inventory.yml:3:5 rollout.failure_domain: rack of c1 is not the name of a failure domain; write a string there, or another variable here, or "" to switch it off',
      expect.stringMatching(/^error .*refers to nowhere, which is set nowhere/u),
    ])
  })

  it('is doubtful only where the usual variable means something else', () => {
    expect(domainsOf('zone', 'zone=[1]').problems).toEqual([expect.stringMatching(/^warning /u)])
  })
})
