import { readFile } from 'node:fs/promises'
import type { SshFailure } from '../../model/failure.ts'
import { failed, type Result, success } from '../../model/result.ts'
import { safeLine } from '../../values/safe-text.ts'
import type { Secret } from '../../values/secret.ts'
import { loadSshLibrary, type SshKey, type SshLibrary } from './ssh-library.ts'

/** Private keys, each read and decrypted once a run: an encrypted one blocks the process for 200 ms. */
export interface KeyRing {
  key(file: string, passphrase?: Secret): Promise<Result<SshKey, SshFailure>>
}

type ParseKey = SshLibrary['parseKey']

const parseWithLibrary = async (): Promise<ParseKey> => {
  const library = await loadSshLibrary()
  return (text, passphrase) => library.parseKey(text, passphrase)
}

/** `parser` is for tests that count. */
export function createKeyRing(parser: () => Promise<ParseKey> = parseWithLibrary): KeyRing {
  const keys = new Map<string, Promise<Result<SshKey, SshFailure>>>()
  return {
    key(file, passphrase) {
      const id = `${file}\0${passphrase?.reveal() ?? ''}`
      const known = keys.get(id)
      if (known !== undefined) return known
      const read = readKey(file, passphrase, parser)
      keys.set(id, read)
      return read
    },
  }
}

async function readKey(
  file: string,
  passphrase: Secret | undefined,
  parser: () => Promise<ParseKey>,
): Promise<Result<SshKey, SshFailure>> {
  const unreadable = (why: string): Result<SshKey, SshFailure> =>
    failed({ reason: 'ssh-key-unreadable', file, evidence: safeLine(why) })
  try {
    const text = await readFile(file)
    const parse = await parser()
    const key = parse(text, passphrase?.reveal())
    if (key instanceof Error) return unreadable(key.message)
    return key.isPrivateKey() ? success(key) : unreadable('it holds a public key, not a private one')
  } catch (error) {
    return unreadable(error instanceof Error ? error.message : String(error))
  }
}
