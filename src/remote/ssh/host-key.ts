import type { KnownHost, KnownHostsFile } from './known-hosts.ts'
import { keyTypeOf } from './public-key.ts'

/** What known_hosts say of the key that a server showed. `entry` is the line that decided, or speaks against it. */
export interface HostKeyVerdict {
  readonly state: 'known' | 'unknown' | 'changed' | 'revoked'
  readonly entry?: KnownHost
}

/**
 * Judges a server's key by all files together, as OpenSSH does: revoked before all else, then known, and changed
 * where any other key is on record for the name. A lone @cert-authority leaves the key unknown, for host
 * certificates are not understood here; `entry` then names its line.
 */
export function judgeHostKey(files: readonly KnownHostsFile[], name: string, key: Buffer): HostKeyVerdict {
  const atHand = files.flatMap((file) => file.atHand(name))
  const quick = verdict(atHand, key)
  if (quick.state === 'known' || quick.state === 'revoked') return quick
  return verdict([...atHand, ...files.flatMap((file) => file.hashed(name))], key)
}

function verdict(hosts: readonly KnownHost[], key: Buffer): HostKeyVerdict {
  const revoked = hosts.find((host) => host.marker === 'revoked' && host.key.equals(key))
  if (revoked !== undefined) return { state: 'revoked', entry: revoked }
  const plain = hosts.filter((host) => host.marker === 'none')
  const same = plain.find((host) => host.key.equals(key))
  if (same !== undefined) return { state: 'known', entry: same }
  const other = plain.find((host) => host.keyType === keyTypeOf(key)) ?? plain[0]
  if (other !== undefined) return { state: 'changed', entry: other }
  const authority = hosts.find((host) => host.marker === 'cert-authority')
  return authority === undefined ? { state: 'unknown' } : { state: 'unknown', entry: authority }
}

/** The types of the keys on record for a name. Hashed entries are looked through only when no other is there. */
export function knownKeyTypes(files: readonly KnownHostsFile[], name: string): readonly string[] {
  const types = (hosts: readonly KnownHost[]): string[] => [
    ...new Set(hosts.filter((host) => host.marker === 'none').map((host) => host.keyType)),
  ]
  const atHand = types(files.flatMap((file) => file.atHand(name)))
  return atHand.length > 0 ? atHand : types(files.flatMap((file) => file.hashed(name)))
}
