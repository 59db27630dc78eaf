import { createDecipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto'
import type { Secret } from '../../values/secret.ts'
import type { FileReader } from './files.ts'

const HEADER = /^\$ANSIBLE_VAULT;1\.[12];AES256(?:;[^\r\n]*)?\r?\n/u
const ITERATIONS = 10_000

/** The text in an envelope of ansible-vault; undefined for another password, or what is no such envelope. */
export function openVault(envelope: string, password: Secret): string | undefined {
  const text = envelope.replace(/^\s+/u, '')
  const header = HEADER.exec(text)?.[0]
  if (header === undefined) return undefined
  const parts = unhex(text.slice(header.length).replace(/\s/gu, ''))?.toString('latin1').split('\n')
  const [salt, digest, sealed] = (parts ?? []).map(unhex)
  return salt && digest && sealed ? opened({ salt, digest, sealed }, password) : undefined
}

interface Envelope {
  readonly salt: Buffer
  readonly digest: Buffer
  readonly sealed: Buffer
}

function opened({ salt, digest, sealed }: Envelope, password: Secret): string | undefined {
  const keys = pbkdf2Sync(password.reveal(), salt, ITERATIONS, 80, 'sha256')
  const expected = createHmac('sha256', keys.subarray(32, 64)).update(sealed).digest()
  if (digest.length !== expected.length || !timingSafeEqual(digest, expected)) return undefined
  const decipher = createDecipheriv('aes-256-ctr', keys.subarray(0, 32), keys.subarray(64, 80))
  const padded = Buffer.concat([decipher.update(sealed), decipher.final()])
  const padding = padded.at(-1) ?? 0
  return padded.subarray(0, Math.max(0, padded.length - padding)).toString('utf8')
}

function unhex(text: string): Buffer | undefined {
  return text.length % 2 === 0 && /^[\da-f]+$/iu.test(text) ? Buffer.from(text, 'hex') : undefined
}

/** A disk whose encrypted files are read with a password; those of another password stay as they are. */
export function openedFiles(files: FileReader, password: Secret | undefined): FileReader {
  if (password === undefined) return files
  return {
    listDirectory: (path) => files.listDirectory(path),
    readText: (path) => {
      const text = files.readText(path)
      if (typeof text !== 'string' || !text.startsWith('$ANSIBLE_VAULT;')) return text
      return openVault(text, password) ?? text
    },
  }
}
