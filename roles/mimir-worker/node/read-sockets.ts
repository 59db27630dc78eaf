import type { Listen } from '../worker/vars.ts'
import type { ListeningSocket } from './facts.ts'

/**
 * Lines of /proc/PID/net/tcp and tcp6 that listen, and the links below /proc/PID/fd, such as socket:[27013]. An
 * address there is hexadecimal, each four bytes of it in the order of a little-endian machine.
 */
export function readSockets(lines: string, held: string): ListeningSocket[] {
  const inodes = inodesIn(held)
  return kernelSockets(lines).map(({ local, inode }) => ({ host: local.host, held: inodes.has(inode) }))
}

/** Remote addresses of the sockets that one process holds, each once. */
export function readConnections(lines: string, held: string): string[] {
  const inodes = inodesIn(held)
  const ours = kernelSockets(lines).filter(({ inode }) => inodes.has(inode))
  return [...new Set(ours.map(({ remote }) => remote.host))]
}

function inodesIn(held: string): ReadonlySet<string> {
  return new Set(
    [...held.matchAll(/socket:\[(?<inode>\d+)\]/gu)].map(({ groups }) => groups?.['inode'] ?? ''),
  )
}

export interface KernelSocket {
  readonly local: Listen
  readonly remote: Listen
  readonly inode: string
}

/** Lines of /proc/net/tcp and tcp6. */
export function kernelSockets(lines: string): KernelSocket[] {
  return lines.split('\n').flatMap((line) => {
    const words = line.trim().split(/\s+/u)
    const [local, remote] = [endOf(words[1]), endOf(words[2])]
    const inode = words[9]
    return local === undefined || remote === undefined || inode === undefined
      ? []
      : [{ local, remote, inode }]
  })
}

function endOf(word = ''): Listen | undefined {
  const [hex = '', port = ''] = word.split(':')
  const host = addressOf(hex)
  return host === undefined ? undefined : { host, port: Number.parseInt(port, 16) }
}

function addressOf(hex: string): string | undefined {
  if (!/^(?:[0-9A-F]{8}|[0-9A-F]{32})$/u.test(hex)) return undefined
  const bytes = [...hex.matchAll(/.{8}/gu)].flatMap(([word]) =>
    [...word.matchAll(/../gu)].map(([byte]) => Number.parseInt(byte, 16)).toReversed(),
  )
  if (bytes.length === 4) return bytes.join('.')
  const groups = Array.from({ length: 8 }, (_, at) =>
    ((bytes[2 * at] ?? 0) * 256 + (bytes[2 * at + 1] ?? 0)).toString(16),
  )
  // Written as short as it can be, and a mapped IPv4 address as what it is.
  const host = new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1)
  const mapped = host.startsWith('::ffff:') ? bytes.slice(12).join('.') : undefined
  return mapped ?? host
}
