import { describe, expect, it } from 'vitest'
import { firewall } from '../../../../roles/mimir-worker/prechecks/firewall.ts'

const TRAFFIC = {
  addresses: ['mimir.example', '10.0.0.5', '2001:db8::5'],
  port: 9009,
  node: { addresses: ['127.0.0.1', '::1', '10.0.0.11'], ports: [9091, 9100] },
  mimirReached: false,
}
const outcome = (rule: string) => firewall([rule], TRAFFIC).finding.kind

it('passes over rules that could not be listed, and says which command failed', () => {
  expect(firewall({ exit: 1, text: 'iptables: Permission denied: x' }, TRAFFIC)).toEqual({
    precheck: 'firewall',
    state: 'skipped',
    finding: { kind: 'not-inspected', command: 'iptables', evidence: 'Permission denied: x' },
  })
})

describe('a rule', () => {
  it.each([
    '-P OUTPUT DROP',
    '-A OUTPUT -d 10.0.0.5/32 -j DROP',
    '-A OUTPUT -d 10.0.0.0/24 -p tcp -m tcp --dport 9009 -j REJECT --reject-with icmp-port-unreachable',
    '-A OUTPUT -j DROP',
    '-A OUTPUT -p tcp --dport 9009 -j DROP',
    '-A OUTPUT -d 2001:db8::/64 -j DROP',
    '-A OUTPUT -d 127.0.0.0/8 -j DROP',
    '-A OUTPUT ! -d 10.9.0.0/16 -j DROP',
    '-A OUTPUT -p tcp -m tcp --dport 9091 -j DROP',
    '-A OUTPUT -d 127.0.0.1/32 -p tcp -m tcp --dport 9091 -j DROP',
    '-A OUTPUT -d 10.0.0.11/32 -p tcp -m tcp --dport 9100 -j REJECT',
    'nft ip daddr 10.0.0.0/24 tcp dport 9100 drop',
    'nft type filter hook output priority filter; policy drop;',
    'nft ip daddr 10.0.0.5 tcp dport 9009 reject',
  ])('%s is told', (rule) => {
    expect(outcome(rule)).toBe('firewall-drops')
  })

  it.each([
    '-P OUTPUT ACCEPT',
    '-A OUTPUT -d 10.0.0.5/32 -j ACCEPT',
    '-A OUTPUT -d 10.9.9.9/32 -j DROP',
    '-A OUTPUT -p tcp --dport 25 -j DROP',
    '-A OUTPUT -d 127.0.0.1/32 -p tcp --dport 9009 -j DROP',
    '-A OUTPUT -d 10.0.0.5/32 -p tcp --dport 9100 -j DROP',
    '-A OUTPUT -p udp --dport 9009 -j DROP',
    '-A OUTPUT ! -d 0.0.0.0/0 -j DROP',
    'nft type filter hook output priority filter; policy accept;',
    'nft ip daddr 192.0.2.1 drop',
  ])('%s is not', (rule) => {
    expect(outcome(rule)).toBe('good')
  })
})

it('rules that drop fail only where Mimir is not reached', () => {
  const rules = ['-A OUTPUT -d 10.0.0.5/32 -j DROP']
  expect(firewall(rules, TRAFFIC).state).toBe('failed')
  expect(firewall(rules, { ...TRAFFIC, mimirReached: true }).state).toBe('passed')
})

it('a node that can list no rules is skipped', () => {
  expect(firewall(undefined, TRAFFIC).state).toBe('skipped')
})
