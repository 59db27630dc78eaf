import { appendFileSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type HostKeyVerdict, judgeHostKey, knownKeyTypes } from './host-key.ts'
import { type KnownHost, knownHostsName, parseKnownHosts } from './known-hosts.ts'
import { keyTypeOf } from './public-key.ts'

/** The known_hosts files that speak for a node, read once. */
export interface KnownHosts {
  /** For people: the paths, each with what kept it from being read, where something did. */
  readonly files: readonly string[]
  judge(address: string, port: number, key: Buffer): HostKeyVerdict
  /** Types of the keys on record, `ssh-rsa` among them; empty for a host never seen. */
  keyTypes(address: string, port: number): readonly string[]
  /** Appends an unknown host's key to the first file; nothing is ever replaced. Gives back what went wrong. */
  learn(address: string, port: number, key: Buffer): string | undefined
}

/** Reads the files; one that is missing is empty, one that cannot be read is empty and says so in `files`. */
export function readKnownHosts(paths: readonly string[]): KnownHosts {
  const read = paths.map(readOne)
  const parsed = read.map(({ text }, index) => parseKnownHosts(text, paths[index] ?? ''))
  const learned = new Map<string, KnownHost>()
  let appended = 0

  const withLearned = (name: string) => {
    const host = learned.get(name)
    if (host === undefined) return parsed
    return [...parsed, { ...NO_FILE, atHand: () => [host] }]
  }
  const judge = (address: string, port: number, key: Buffer): HostKeyVerdict => {
    const name = knownHostsName(address, port)
    const verdict = judgeHostKey(withLearned(name), name, key)
    if (verdict.state !== 'unknown' || port === 22) return verdict
    const portless = judgeHostKey(parsed, knownHostsName(address, 22), key)
    return portless.state === 'known' || portless.state === 'revoked' ? portless : verdict
  }

  return {
    files: read.map(({ title }) => title),
    judge,
    keyTypes(address, port) {
      const types = knownKeyTypes(parsed, knownHostsName(address, port))
      return types.length > 0 || port === 22 ? types : knownKeyTypes(parsed, knownHostsName(address, 22))
    },
    learn(address, port, key) {
      const [first] = parsed
      if (first === undefined) return 'no known_hosts file is configured'
      const name = knownHostsName(address, port)
      const keyType = keyTypeOf(key)
      const problem = appendLine(first.file, `${name} ${keyType} ${key.toString('base64')}`, {
        newline: first.unterminated && appended === 0,
      })
      if (problem !== undefined) return problem
      appended += 1
      learned.set(name, { marker: 'none', keyType, key, file: first.file, line: first.lines + appended })
      return undefined
    },
  }
}

const NO_FILE = { ...parseKnownHosts('', ''), hashed: () => [] }

function readOne(path: string): { text: string; title: string } {
  try {
    return { text: readFileSync(path, 'utf8'), title: path }
  } catch (error) {
    return { text: '', title: `${path} (${errorCode(error)})` }
  }
}

/** One write with O_APPEND, so that runs side by side do not tear each other's lines. */
function appendLine(path: string, line: string, { newline }: { newline: boolean }): string | undefined {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    appendFileSync(path, `${newline ? '\n' : ''}${line}\n`, { flag: 'a', mode: 0o600 })
    return undefined
  } catch (error) {
    return `${path} (${errorCode(error)})`
  }
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
