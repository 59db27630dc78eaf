import { attempt, run } from '../base/shell.ts'
import { netnsName } from '../network/link.ts'
import type { Machine } from './machine.ts'

/** Which way packets are dropped: on their way in (loss) or out (the master blocked). One rule a chain at most. */
export type Chain = 'INPUT' | 'OUTPUT'

const COMMENT = 'lab-fault'

/** Drops what matches, in the machine's own network namespace; takes the place of an earlier rule of that chain. */
export async function dropPackets(machine: Machine, chain: Chain, match: readonly string[]): Promise<void> {
  await passPackets(machine, chain)
  const comment = ['-m', 'comment', '--comment', COMMENT]
  await iptables(machine, ['-A', chain, ...match, ...comment, '-j', 'DROP'])
}

/** Takes the rule away that `dropPackets` made; nothing where there is none. */
export async function passPackets(machine: Machine, chain: Chain): Promise<void> {
  for (const rule of await droppingRules(machine, chain)) {
    await iptables(machine, ['-D', ...rule.split(' ').slice(1)])
  }
}

/** The rules of `dropPackets`, as `iptables -S` prints them. */
export async function droppingRules(machine: Machine, chain: Chain): Promise<string[]> {
  const listed = await attempt('nsenter', [netnsOption(machine), 'iptables', '-w', '-S', chain])
  return listed.stdout.split('\n').filter((line) => line.startsWith(`-A ${chain} `) && line.includes(COMMENT))
}

async function iptables(machine: Machine, args: readonly string[]): Promise<void> {
  await run('nsenter', [netnsOption(machine), 'iptables', '-w', ...args])
}

function netnsOption(machine: Machine): string {
  return `--net=/run/netns/${netnsName(machine.place, machine.machine)}`
}
