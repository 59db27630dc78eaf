import { readFile, stat } from 'node:fs/promises'
import type { SshFailure } from '../../model/failure.ts'
import { failed, type Result, success } from '../../model/result.ts'
import { safeLine } from '../../values/safe-text.ts'
import type { Secret } from '../../values/secret.ts'
import { type AgentKey, loadSshLibrary, type SshKey, type SshLibrary } from './ssh-library.ts'

/** Private keys, each read and decrypted once a run: an encrypted one blocks the process for 200 ms. */
export interface KeyRing {
  key(file: string, passphrase?: Secret): Promise<Result<SshKey, KeyUnreadable>>
  /** The wire format of the public half beside a private key file; undefined where there is none. */
  publicKey(file: string): Promise<Buffer | undefined>
  /** What the agent holds and ssh2 can use, asked once a run; an Error says why it is not known. */
  agentKeys(socket: string): Promise<readonly AgentKey[] | Error>
}

export type KeyUnreadable = Extract<SshFailure, { reason: 'ssh-key-unreadable' }>

type ParseKey = SshLibrary['parseKey']

const parseWithLibrary = async (): Promise<ParseKey> => {
  const library = await loadSshLibrary()
  return (text, passphrase) => library.parseKey(text, passphrase)
}

/** `parser` is for tests that count. */
export function createKeyRing(parser: () => Promise<ParseKey> = parseWithLibrary): KeyRing {
  const keys = new Map<string, Promise<Result<SshKey, KeyUnreadable>>>()
  const publicKeys = new Map<string, Promise<Buffer | undefined>>()
  const agents = new Map<string, Promise<readonly AgentKey[] | Error>>()
  return {
    key: (file, passphrase) =>
      once(keys, `${file}\0${passphrase?.reveal() ?? ''}`, () => readKey(file, passphrase, parser)),
    publicKey: (file) => once(publicKeys, file, () => readPublicKey(file, parser)),
    agentKeys: (socket) => once(agents, socket, () => askAgent(socket)),
  }
}

function once<T>(known: Map<string, Promise<T>>, id: string, read: () => Promise<T>): Promise<T> {
  const value = known.get(id) ?? read()
  known.set(id, value)
  return value
}

async function readKey(
  file: string,
  passphrase: Secret | undefined,
  parser: () => Promise<ParseKey>,
): Promise<Result<SshKey, KeyUnreadable>> {
  const unreadable = (cause: KeyUnreadable['cause'], why: string): Result<SshKey, KeyUnreadable> =>
    failed({ reason: 'ssh-key-unreadable', cause, file, evidence: safeLine(why) })
  try {
    const text = await readFile(file)
    const parse = await parser()
    const key = parse(text, passphrase?.reveal())
    if (key instanceof Error) {
      const isLocked = passphrase === undefined && /no passphrase given/u.test(key.message)
      return unreadable(isLocked ? 'encrypted' : 'other', key.message)
    }
    if (!key.isPrivateKey()) return unreadable('other', 'it holds a public key, not a private one')
    const exposure = await exposureOf(file)
    return exposure === undefined ? success(key) : unreadable('exposed', exposure)
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return unreadable(isMissing ? 'missing' : 'other', error instanceof Error ? error.message : String(error))
  }
}

/** OpenSSH's rule: a key of one's own that others can read is ignored. */
async function exposureOf(file: string): Promise<string | undefined> {
  const { uid, mode } = await stat(file)
  const isExposed = uid === process.getuid?.() && (mode & 0o077) !== 0
  return isExposed ? `other users can read it: mode 0${(mode & 0o777).toString(8)}` : undefined
}

async function readPublicKey(file: string, parser: () => Promise<ParseKey>): Promise<Buffer | undefined> {
  const text = await readFile(`${file}.pub`).catch(() => undefined)
  if (text === undefined) return undefined
  const key = (await parser())(text)
  return key instanceof Error ? undefined : key.getPublicSSH()
}

/** An agent that is not there is noticed before ssh2 would, which reports it, goes on, and leaves a connection. */
async function askAgent(socket: string): Promise<readonly AgentKey[] | Error> {
  const found = await stat(socket).catch(() => undefined)
  if (found?.isSocket() !== true) return new Error(`SSH_AUTH_SOCK=${socket} is not a socket`)
  return await (await loadSshLibrary()).agentKeys(socket)
}
