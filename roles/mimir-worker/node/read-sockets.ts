import type { ListeningSocket } from './facts.ts'

/**
 * Lines of /proc/PID/net/tcp and tcp6 that listen, and the links below /proc/PID/fd, such as socket:[27013]. An
 * address there is hexadecimal, each four bytes of it in the order of a little-endian machine.
 */
export function readSockets(lines: string, held: string): ListeningSocket[] {
  const inodes = new Set([...held.matchAll(/socket:\[(\d+)\]/gu)].map(([, inode]) => inode))
  return lines.split('\n').flatMap((line) => {
    const words = line.trim().split(/\s+/u)
    const host = addressOf(words[1]?.split(':')[0] ?? '')
    const inode = words[9]
    return host === undefined || inode === undefined ? [] : [{ host, held: inodes.has(inode) }]
  })
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
