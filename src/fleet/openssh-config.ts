import { dirname, join, resolve } from 'node:path'
import type { FileReader } from '../kolla/files/files.ts'
import { globExpression } from '../kolla/files/glob.ts'
import { hostPattern } from '../remote/ssh/host-pattern.ts'

/** What ssh_config files say, as far as it decides whether, and about whom, OpenSSH has to be asked. */
export interface OpenSshConfig {
  /** Something in them decides about a login. */
  readonly speaks: boolean
  /** Hosts of one class have one answer, but for their names. */
  classOf(host: string): string
}

const DECIDES = new Set([
  'hostname',
  'user',
  'port',
  'identityfile',
  'identityagent',
  'identitiesonly',
  'proxyjump',
  'proxycommand',
  'userknownhostsfile',
  'globalknownhostsfile',
  'hostkeyalias',
  'canonicalizehostname',
])

const MOST_FILES = 200
const DEEPEST = 8
const MOST_LINES = 50_000

interface Draft {
  speaks: boolean
  /** A condition that only OpenSSH can judge. */
  conditional: boolean
  readonly patterns: Set<string>
  files: number
}

/** Reads the user's file and the system's, or the one that `ssh -F` would read, with all that they include. */
export function readOpenSshConfig(home: string, files: FileReader, own?: string): OpenSshConfig {
  const draft: Draft = { speaks: false, conditional: false, patterns: new Set(), files: 0 }
  const read = own === undefined ? [join(home, '.ssh/config'), '/etc/ssh/ssh_config'] : [own]
  for (const file of read) readConfig(file, { home, files, draft, depth: 0 })
  const matchers = [...draft.patterns].map((list) => hostPattern(list))
  return {
    speaks: draft.speaks,
    classOf: (host) =>
      draft.conditional
        ? host
        : matchers.map((matches) => (matches(host.toLowerCase()) ? '1' : '0')).join(''),
  }
}

interface Reading {
  readonly home: string
  readonly files: FileReader
  readonly draft: Draft
  readonly depth: number
}

function readConfig(file: string, reading: Reading): void {
  const { files, draft, depth } = reading
  if (draft.files >= MOST_FILES || depth > DEEPEST) return
  draft.files += 1
  const text = files.readText(file)
  if (typeof text !== 'string') return
  for (const raw of text.split('\n', MOST_LINES)) {
    const line = raw.trim()
    const [keyword = ''] = /^\w+/u.exec(line) ?? []
    const value = line.slice(keyword.length).trim().replace(/^=/u, '').trim()
    takeLine(keyword.toLowerCase(), value, file, reading)
  }
}

function takeLine(keyword: string, value: string, file: string, reading: Reading): void {
  const { draft } = reading
  if (keyword === 'host') draft.patterns.add(value.replaceAll('"', '').split(/\s+/u).join(','))
  else if (keyword === 'match') draft.conditional ||= !/^(?:final\s+)?all$/iu.test(value)
  else if (keyword === 'include') {
    for (const path of value.split(/\s+/u)) include(path.replaceAll('"', ''), file, reading)
  } else if (DECIDES.has(keyword)) {
    draft.speaks = true
    if (keyword === 'canonicalizehostname') draft.conditional = true
  }
}

/** Relative paths start from ~/.ssh, or from /etc/ssh in the system's file. */
function include(written: string, from: string, reading: Reading): void {
  const { home, files, depth } = reading
  const base = from.startsWith('/etc/ssh/') ? '/etc/ssh' : join(home, '.ssh')
  const path = resolve(base, written.replace(/^~(?=\/)/u, home))
  const name = path.slice(dirname(path).length + 1)
  if (!/[*?[]/u.test(path)) readConfig(path, { ...reading, depth: depth + 1 })
  else if (/[*?[]/u.test(dirname(path))) reading.draft.conditional = reading.draft.speaks = true
  else {
    const matches = globExpression(name)
    const names = files.listDirectory(dirname(path)) ?? []
    for (const one of names.filter((each) => matches.test(each)))
      readConfig(join(dirname(path), one), { ...reading, depth: depth + 1 })
  }
}
