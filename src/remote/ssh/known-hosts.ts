import { createHmac, timingSafeEqual } from 'node:crypto'
import type { SshLogin } from '../../model/node.ts'
import { hostPattern } from './host-pattern.ts'
import { keyTypeOf } from './public-key.ts'

/** One usable line of a known_hosts file. */
export interface KnownHost {
  readonly marker: 'none' | 'revoked' | 'cert-authority'
  /** As the key itself says: `ssh-ed25519`. */
  readonly keyType: string
  /** In SSH's wire format. */
  readonly key: Buffer
  readonly file: string
  /** From 1. */
  readonly line: number
}

/** The entries of one known_hosts file. */
export interface KnownHostsFile {
  readonly file: string
  /** How many lines there are, the last one counted even when nothing ends it. */
  readonly lines: number
  /** An append must end the last line first. */
  readonly unterminated: boolean
  /** Entries under plain names and patterns, and whatever is revoked. */
  atHand(name: string): readonly KnownHost[]
  /** The other entries under hashed names: an HMAC a line, so checked only where necessary. */
  hashed(name: string): readonly KnownHost[]
}

/** A host's name as known_hosts files write it: lower case, `[name]:port` where the port is not 22. */
export function knownHostsName(address: string, port: number): string {
  const name = address.toLowerCase()
  return port === 22 ? name : `[${name}]:${port}`
}

/** The name and port that a server's key has in known_hosts files; an alias stands for both, as in OpenSSH. */
export function knownUnder({ address, port, hostKeyAlias }: SshLogin): [name: string, port: number] {
  return hostKeyAlias === undefined ? [address, port] : [hostKeyAlias, 22]
}

/**
 * Reads a known_hosts file as sshd(8) describes it. Plain names are indexed, so that a look-up does not grow with
 * the file. Lines that OpenSSH would not understand are passed over, as OpenSSH does.
 */
export function parseKnownHosts(text: string, file: string): KnownHostsFile {
  const exact = new Map<string, KnownHost[]>()
  const searched: SearchedHost[] = []
  const hashes: SearchedHost[] = []
  const lines = text === '' ? [] : text.replace(/\n$/u, '').split('\n')

  const add = ({ names, host }: ParsedLine): void => {
    const hash = hashedName(names)
    if (hash !== undefined) (host.marker === 'revoked' ? searched : hashes).push({ matches: hash, host })
    else if (/[*?!]/u.test(names)) searched.push({ matches: hostPattern(names), host })
    else for (const name of new Set(names.toLowerCase().split(','))) append(exact, name, host)
  }
  for (const [index, line] of lines.entries()) {
    const parsed = parseLine(line, file, index + 1)
    if (parsed !== undefined) add(parsed)
  }

  return {
    file,
    lines: lines.length,
    unterminated: text !== '' && !text.endsWith('\n'),
    atHand: (name) => [...(exact.get(name) ?? []), ...search(searched, name)],
    hashed: (name) => search(hashes, name),
  }
}

interface ParsedLine {
  readonly names: string
  readonly host: KnownHost
}

/** An entry whose names cannot be indexed. */
interface SearchedHost {
  readonly matches: (name: string) => boolean
  readonly host: KnownHost
}

function search(hosts: readonly SearchedHost[], name: string): KnownHost[] {
  return hosts.filter(({ matches }) => matches(name)).map(({ host }) => host)
}

function append(index: Map<string, KnownHost[]>, name: string, host: KnownHost): void {
  const hosts = index.get(name)
  if (hosts === undefined) index.set(name, [host])
  else hosts.push(host)
}

const MARKERS = new Map<string, KnownHost['marker']>([
  ['@revoked', 'revoked'],
  ['@cert-authority', 'cert-authority'],
])

function parseLine(line: string, file: string, number: number): ParsedLine | undefined {
  const fields = line.trim().split(/[ \t]+/u)
  const marker = fields[0]?.startsWith('@') ? MARKERS.get(fields[0]) : 'none'
  const [names, keyType, base64] = marker === 'none' ? fields : fields.slice(1)
  if (marker === undefined || names === undefined || names.startsWith('#')) return undefined
  if (keyType === undefined || base64 === undefined || !/^[A-Za-z0-9+/]+={0,2}$/u.test(base64))
    return undefined
  const key = Buffer.from(base64, 'base64')
  if (keyTypeOf(key) !== keyType) return undefined
  return { names, host: { marker, keyType, key, file, line: number } }
}

/** `|1|salt|hash`: the HMAC-SHA1 of one name, keyed with the salt. */
function hashedName(names: string): ((name: string) => boolean) | undefined {
  const [empty, version, salt, hash, ...rest] = names.split('|')
  if (empty !== '' || version !== '1' || salt === undefined || hash === undefined || rest.length > 0)
    return undefined
  const key = Buffer.from(salt, 'base64')
  const expected = Buffer.from(hash, 'base64')
  return (name) => {
    const found = createHmac('sha1', key).update(name).digest()
    return found.length === expected.length && timingSafeEqual(found, expected)
  }
}
