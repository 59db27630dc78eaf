import { generateKeyPairSync, randomBytes } from 'node:crypto'

export interface KeyPair {
  readonly private: string
  /** As in authorized_keys and known_hosts: type and base64. */
  readonly public: string
}

/** Generated once a process and kind; a test that needs two different ones asks for two names. */
const pairs = new Map<string, KeyPair>()

export function keyPair(kind: 'ed25519' | 'rsa', name = 'host'): KeyPair {
  const id = `${kind} ${name}`
  const pair = pairs.get(id) ?? (kind === 'rsa' ? rsaPair() : ed25519Pair())
  pairs.set(id, pair)
  return pair
}

/** A public key in SSH's wire format. */
export function wireKey(pair: KeyPair): Buffer {
  return Buffer.from(pair.public.split(' ')[1] ?? '', 'base64')
}

function rsaPair(): KeyPair {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { e, n } = privateKey.export({ format: 'jwk' })
  return {
    private: String(privateKey.export({ format: 'pem', type: 'pkcs1' })),
    public: publicLine('ssh-rsa', wireNumber(bytesOf(e)), wireNumber(bytesOf(n))),
  }
}

/**
 * Not by ssh2's own generator: that leaves out a zero at the beginning of the public key, and one key in 256 cannot be
 * read. The format is OpenSSH's PROTOCOL.key.
 */
export function ed25519Pair(): KeyPair {
  const { d, x } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
  const [seed, point] = [bytesOf(d), bytesOf(x)]
  const line = publicLine('ssh-ed25519', wireString(point))
  const check = randomBytes(4)
  const key = [wireString('ssh-ed25519'), wireString(point), wireString(Buffer.concat([seed, point]))]
  const secret = Buffer.concat([check, check, ...key, wireString('a test')])
  const padding = Buffer.from(Array.from({ length: -secret.length & 7 }, (_, index) => index + 1))
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...['none', 'none', ''].map(wireString),
    wireLength(1),
    wireString(Buffer.from(line.split(' ')[1] ?? '', 'base64')),
    wireString(Buffer.concat([secret, padding])),
  ])
  const lines = body.toString('base64').replaceAll(/.{70}/gu, '$&\n')
  return {
    private: `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`,
    public: line,
  }
}

function publicLine(type: string, ...parts: readonly Buffer[]): string {
  return `${type} ${Buffer.concat([wireString(type), ...parts]).toString('base64')}`
}

function bytesOf(word: string | undefined): Buffer {
  if (word === undefined) throw new Error('the key lacks a part')
  return Buffer.from(word, 'base64url')
}

function wireLength(length: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(length)
  return bytes
}

function wireString(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content)
  return Buffer.concat([wireLength(bytes.length), bytes])
}

/** Positive, also where its first bit is set. */
function wireNumber(bytes: Buffer): Buffer {
  return wireString(bytes.readUInt8() > 127 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes)
}
