import { BlockList, isIP } from 'node:net'
import type { PrecheckResult } from '../../../src/model/precheck.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import type { CommandOutput } from './inspection.ts'
import { failing, passed, skipped } from './result.ts'

/** Where the worker's packets go. */
export interface Traffic {
  /** Of Mimir. */
  readonly addresses: readonly string[]
  readonly port: number
  /** The node's own, to which its worker sends too: addresses, and the ports of worker and exporters. */
  readonly node: { readonly addresses: readonly string[]; readonly ports: readonly number[] }
  /** Whether Mimir was reached in spite of all rules. */
  readonly mimirReached: boolean
}

/** Rules that may keep the worker from Mimir or from its own node. They are reported; they fail where it is cut off. */
export function firewall(
  rules: readonly string[] | CommandOutput | undefined,
  traffic: Traffic,
): PrecheckResult {
  if (rules === undefined) return skipped('firewall', { kind: 'no-tool', tools: ['iptables', 'nft'] })
  if ('exit' in rules) {
    const [command = '', evidence = ''] = rules.text.split(/: (?<evidence>.*)/su)
    return skipped('firewall', {
      kind: 'not-inspected',
      command: safeLine(command),
      evidence: safeLine(evidence),
    })
  }
  const dropping = rules.filter((rule) => concerns(rule, traffic))
  if (dropping.length === 0) return passed('firewall', { rules: rules.length })
  const finding = {
    kind: 'firewall-drops',
    rules: dropping.map((rule) => safeLine(rule)),
    mimirReached: traffic.mimirReached,
  } as const
  return traffic.mimirReached
    ? { precheck: 'firewall', state: 'passed', finding }
    : failing('firewall', finding)
}

/** Whether a rule, as iptables -S or nft print it, drops or rejects packets of the worker. */
function concerns(rule: string, { addresses, port, node }: Traffic): boolean {
  if (/^-P OUTPUT (?:DROP|REJECT)\b|\bpolicy drop\b/u.test(rule)) return true
  if (!/-j (?:DROP|REJECT)\b|\b(?:drop|reject)\b/u.test(rule)) return false
  if (/-p (?:udp|icmp)|\b(?:udp|icmp|icmpv6) (?:dport|sport|type)\b|\bl4proto (?:udp|icmp)/u.test(rule))
    return false
  const destination = /(?:-d|daddr) (?<net>[\da-f.:]+(?:\/\d+)?)/iu.exec(rule)?.groups?.['net']
  const negated = /! -d|daddr !=/u.test(rule)
  const only = /(?:--dport|dport) (?<port>\d+)(?!\S)/u.exec(rule)?.groups?.['port']
  const hits = (hosts: readonly string[], ports: readonly number[]): boolean =>
    (destination === undefined || hosts.some((host) => covers(destination, host)) !== negated) &&
    (only === undefined || ports.includes(Number(only)))
  return hits(addresses, [port]) || hits(node.addresses, node.ports)
}

function covers(net: string, address: string): boolean {
  const [base = '', prefix] = net.split('/')
  const family = isIP(base) === 6 ? 'ipv6' : 'ipv4'
  if (isIP(base) === 0 || isIP(base) !== isIP(address)) return false
  const list = new BlockList()
  list.addSubnet(base, Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family)
  return list.check(address, family)
}
