import { createHash } from 'node:crypto'

/** An IPv4 network in use on this machine, such as `10.0.0.0/8` or `10.78.3.1/24`. */
export type Cidr = string

const SUBNETS = 256
/** A route to something as wide as this (a VPN's 10.0.0.0/8, say) is no obstacle: the lab's /24 is more specific. */
const WIDE = 16

/** Pure: the X of a lab's 10.78.X.0/24. Follows from the name; where that is taken, the next that is free. */
export function chooseSubnet(name: string, taken: readonly Cidr[]): number {
  const first = name === 'lab' ? 0 : (createHash('sha256').update(name).digest()[0] ?? 0)
  const inUse = new Set(taken.flatMap(subnetsOf))
  for (let step = 0; step < SUBNETS; step += 1) {
    const subnet = (first + step) % SUBNETS
    if (!inUse.has(subnet)) return subnet
  }
  throw new Error(
    'all of 10.78.0.0/16 is in use on this machine; take a lab down (`npm run lab -- down --name NAME`)',
  )
}

export function gatewayAddress(subnet: number): string {
  return `10.78.${subnet}.1`
}

export function registryAddress(subnet: number): string {
  return `10.78.${subnet}.4`
}

export function masterAddress(subnet: number): string {
  return `10.78.${subnet}.5`
}

/** A MAC address that follows from the IP, so that a node that was powered off comes back under the same one. */
export function macAddress(ip: string): string {
  const bytes = ip.split('.').map((part) => Number(part).toString(16).padStart(2, '0'))
  return ['02', '4c', ...bytes].join(':')
}

/** The X of each 10.78.X.0/24 that a network touches. */
function subnetsOf(cidr: Cidr): number[] {
  const found = /^(\d+)\.(\d+)\.(\d+)\.\d+(?:\/(\d+))?$/.exec(cidr)
  const length = Number(found?.[4] ?? 32)
  if (found?.[1] !== '10' || found[2] !== '78' || length < WIDE) return []
  const third = Number(found[3])
  const width = length >= 24 ? 1 : 2 ** (24 - length)
  const start = third - (third % width)
  return Array.from({ length: width }, (_, index) => start + index)
}
