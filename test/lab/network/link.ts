import { existsSync } from 'node:fs'
import type { Place } from '../base/paths.ts'
import { attempt, run } from '../base/shell.ts'
import { gatewayAddress, macAddress } from './addresses.ts'

/** A machine's place on the lab's bridge: its own network namespace, joined by a veth pair. */
export interface Wire {
  readonly place: Place
  readonly subnet: number
  readonly machine: string
  readonly address: string
}

interface IpLink {
  readonly ifname: string
  readonly ifalias?: string
  readonly master?: string
}

export function netnsName(place: Place, machine: string): string {
  return `km-${place.name}-${machine}`
}

/** The host's end of a machine's veth pair; at most 15 characters. */
export function vethName(subnet: number, machine: string): string {
  return `km${subnet}-${machine}`
}

export async function makeBridge(place: Place, subnet: number): Promise<void> {
  if (!existsSync(`/sys/class/net/${place.bridge}`)) {
    await run('ip', ['link', 'add', place.bridge, 'type', 'bridge'])
    await run('ip', ['link', 'set', place.bridge, 'alias', place.tag])
    await run('ip', ['addr', 'add', `${gatewayAddress(subnet)}/24`, 'dev', place.bridge])
    await run('ip', ['link', 'set', place.bridge, 'up'])
  }
  await allowForwarding(place)
}

/** A Docker engine of the host makes bridged packets pass iptables and drops them there; the lab's own may pass. */
async function allowForwarding(place: Place): Promise<void> {
  const rule = forwardRule(place)
  const present = await attempt('iptables', ['-w', '-C', 'FORWARD', ...rule])
  if (present.exitCode !== 0) await run('iptables', ['-w', '-I', 'FORWARD', ...rule])
}

function forwardRule(place: Place): string[] {
  const between = ['-i', place.bridge, '-o', place.bridge]
  return [...between, '-m', 'comment', '--comment', place.tag, '-j', 'ACCEPT']
}

/** Removes the bridge, every link, namespace and rule of this lab, also where an `up` broke off half-way. */
export async function removeNetwork(place: Place): Promise<void> {
  for (const netns of await netnsOf(place)) await attempt('ip', ['netns', 'del', netns])
  for (const link of await linksOf(place)) await attempt('ip', ['link', 'del', link])
  const rule = forwardRule(place)
  while ((await attempt('iptables', ['-w', '-D', 'FORWARD', ...rule])).exitCode === 0);
}

export async function plugIn(wire: Wire): Promise<void> {
  const netns = netnsName(wire.place, wire.machine)
  const veth = vethName(wire.subnet, wire.machine)
  await run('ip', ['netns', 'add', netns])
  await run('ip', ['link', 'add', veth, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', netns])
  await run('ip', ['link', 'set', veth, 'alias', wire.place.tag])
  await run('ip', ['link', 'set', veth, 'master', wire.place.bridge, 'up'])
  const inside = ['-n', netns]
  await run('ip', [...inside, 'link', 'set', 'eth0', 'address', macAddress(wire.address)])
  await run('ip', [...inside, 'addr', 'add', `${wire.address}/24`, 'dev', 'eth0'])
  await run('ip', [...inside, 'link', 'set', 'eth0', 'up'])
  await run('ip', [...inside, 'link', 'set', 'lo', 'up'])
}

/** Takes the machine's link and namespace away; nothing happens where there are none. */
export async function plugOut(wire: Omit<Wire, 'address'>): Promise<void> {
  await attempt('ip', ['link', 'del', vethName(wire.subnet, wire.machine)])
  await attempt('ip', ['netns', 'del', netnsName(wire.place, wire.machine)])
}

/** Names of the machines of this lab that have a network namespace. */
export async function machinesWithNetns(place: Place): Promise<string[]> {
  const prefix = netnsName(place, '')
  return (await netnsOf(place)).map((netns) => netns.slice(prefix.length))
}

/** The host's links of this lab, by their alias. */
export async function linksOf(place: Place): Promise<string[]> {
  return (await links()).filter((link) => link.ifalias === place.tag).map((link) => link.ifname)
}

/** False where the machine's veth hangs on no bridge. */
export async function isPluggedIn(wire: Omit<Wire, 'address'>): Promise<boolean> {
  const veth = vethName(wire.subnet, wire.machine)
  return (await links()).some((link) => link.ifname === veth && link.master === wire.place.bridge)
}

/** Every IPv4 network that this machine has an address in or a route to. */
export async function networksInUse(): Promise<string[]> {
  const addresses = await run('ip', ['-4', '-o', 'addr', 'show'])
  const routes = await run('ip', ['-4', '-o', 'route', 'show', 'table', 'all'])
  return [...addresses.matchAll(/inet (\S+)/g), ...routes.matchAll(/^(?:\w+ )?(\d\S*)/gm)].map(
    (found) => found[1] ?? '',
  )
}

async function netnsOf(place: Place): Promise<string[]> {
  const prefix = netnsName(place, '')
  const listed = await run('ip', ['netns', 'list'])
  return listed
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '')
    .filter((netns) => netns.startsWith(prefix))
}

async function links(): Promise<readonly IpLink[]> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- ip's own JSON, of which only these keys are read
  return JSON.parse(await run('ip', ['-j', 'link', 'show'])) as readonly IpLink[]
}
