import { defined } from '../values/defined.ts'
import { shellWords } from './inventory/shell-words.ts'

/** One host to jump through. */
export interface Jump {
  readonly host: string
  readonly user?: string
  readonly port?: number
}

/** What arguments for ssh say that matters here. */
export interface AnsibleSshOptions {
  readonly user?: string
  readonly port?: number
  readonly keys: readonly string[]
  readonly jumps: readonly Jump[]
  /** A command whose stdin and stdout are the connection, its tokens not filled in. */
  readonly proxyCommand?: string
  /** The configuration that OpenSSH is told to read. */
  readonly configFile?: string
  /** Options that are understood and not taken over, as host key checking, which the manifest decides. */
  readonly ignored: readonly string[]
}

/** The options, or the argument that is not understood. */
export type SshArguments =
  | { readonly ok: true; readonly options: AnsibleSshOptions }
  | { readonly ok: false; readonly found: string }

interface SshOptionDraft {
  user?: string
  port?: number
  jumps?: readonly Jump[]
  proxyCommand?: string
  configFile?: string
  readonly keys: string[]
  readonly ignored: string[]
}

const HARMLESS_FLAGS = /^-[CTqvxak]+$/u
const DECIDED_HERE = [
  'stricthostkeychecking',
  'userknownhostsfile',
  'globalknownhostsfile',
  'checkhostip',
  'updatehostkeys',
]
const OF_NO_MATTER = [
  'batchmode',
  'compression',
  'connectionattempts',
  'connecttimeout',
  'controlmaster',
  'controlpath',
  'controlpersist',
  'forwardagent',
  'forwardx11',
  'gssapiauthentication',
  'identitiesonly',
  'kbdinteractiveauthentication',
  'loglevel',
  'numberofpasswordprompts',
  'passwordauthentication',
  'preferredauthentications',
  'pubkeyauthentication',
  'requesttty',
  'serveralivecountmax',
  'serveraliveinterval',
  'tcpkeepalive',
]

const NAMES = new Map([
  ['J', 'ProxyJump'],
  ['p', 'Port'],
  ['l', 'User'],
  ['i', 'IdentityFile'],
  ['F', 'ConfigFile'],
])

/** Reads arguments as ansible_ssh_common_args holds them: -J, -p, -l, -i and -o with the options for the same. */
export function readSshArguments(text: string): SshArguments {
  const split = shellWords(text)
  if (!split.ok) return { ok: false, found: 'a quotation or a backslash without an end' }
  const draft: SshOptionDraft = { keys: [], ignored: [] }
  const words = split.words.map((word) => word.text).filter((word) => !HARMLESS_FLAGS.test(word))
  while (words.length > 0) {
    const refused = takeWord(draft, words)
    if (refused !== undefined) return { ok: false, found: refused }
  }
  return { ok: true, options: { ...draft, jumps: draft.jumps ?? [] } }
}

/** Takes the next option off the words; says what it is where it is not understood. */
function takeWord(draft: SshOptionDraft, words: string[]): string | undefined {
  const word = words.shift() ?? ''
  const flag = /^-(?<letter>[JplioF])(?<rest>[\s\S]*)$/u.exec(word)?.groups
  if (!flag) return /^-\w/u.test(word) ? word.slice(0, 2) : 'a word that is no option'
  const { letter = '', rest = '' } = flag
  const value = rest === '' ? words.shift() : rest
  const option = letter === 'o' ? assignmentOf(value) : namedOption(letter, value)
  const isTaken = option !== undefined && value !== undefined && takeOption(draft, option)
  return isTaken ? undefined : spoken(letter, option)
}

function namedOption(letter: string, value = ''): [name: string, value: string] {
  return [NAMES.get(letter) ?? '', value]
}

/** Names an option for a sentence, without its value: there may be a password in it. */
function spoken(letter: string, option: readonly [string, string] | undefined): string {
  return letter === 'o' && option ? `-o ${option[0]}=…` : `-${letter} …`
}

function assignmentOf(text: string | undefined): [name: string, value: string] | undefined {
  const groups = /^(?<name>\w+)(?:\s*=|\s)(?<value>[\s\S]*)$/u.exec((text ?? '').trimStart())?.groups
  return (
    groups && [
      groups['name'] ?? '',
      (groups['value'] ?? '').trimStart().replace(/^"(?<inner>[\s\S]*)"$/u, '$<inner>'),
    ]
  )
}

/** Takes one option; as in ssh, the first value counts. False where it is not understood. */
function takeOption(draft: SshOptionDraft, [name, value]: readonly [string, string]): boolean {
  const key = name.toLowerCase()
  if (key === 'port') return takePort(draft, value)
  if (key === 'proxyjump') return takeJumps(draft, value)
  if (key === 'proxycommand') return takeCommand(draft, value)
  if (key === 'configfile') draft.configFile ??= value
  else if (key === 'user') draft.user ??= value
  else if (key === 'identityfile') draft.keys.push(value)
  else if (DECIDED_HERE.includes(key)) draft.ignored.push(name)
  else return OF_NO_MATTER.includes(key)
  return true
}

function takePort(draft: SshOptionDraft, value: string): boolean {
  const port = portOf(value)
  if (port === undefined) return false
  draft.port ??= port
  return true
}

function takeJumps(draft: SshOptionDraft, value: string): boolean {
  const jumps = jumpsOf(value)
  if (!jumps) return false
  if (draft.proxyCommand === undefined) draft.jumps ??= jumps
  return true
}

/** As in OpenSSH, whichever of ProxyJump and ProxyCommand comes first counts. */
function takeCommand(draft: SshOptionDraft, value: string): boolean {
  if (draft.jumps !== undefined || draft.proxyCommand !== undefined) return true
  const jumps = jumpOfCommand(value)
  if (jumps === undefined) draft.proxyCommand = value
  else draft.jumps = jumps
  return true
}

/** `[user@]host[:port]` with commas between, or none. */
export function jumpsOf(text: string): readonly Jump[] | undefined {
  if (text.toLowerCase() === 'none') return []
  const jumps = text.split(',').map((part) => jumpOf(part.trim()))
  return jumps.every((jump) => jump !== undefined) ? jumps : undefined
}

function jumpOf(text: string): Jump | undefined {
  const form =
    /^(?:ssh:\/\/)?(?:(?<user>[^@\s]+)@)?(?:\[(?<address>[^\]]+)\]|(?<name>[^:@\s%]+))(?::(?<port>\d+))?$/u
  const groups = form.exec(text)?.groups
  const host = groups?.['address'] ?? groups?.['name']
  if (!groups || host === undefined) return undefined
  const port = groups['port'] === undefined ? undefined : portOf(groups['port'])
  if (groups['port'] !== undefined && port === undefined) return undefined
  const user = groups['user']
  return { host, ...defined({ user, port }) }
}

/** `ssh -W %h:%p [-q] [-p PORT] [-l USER] [user@]host`, the older way to write a jump. */
function jumpOfCommand(command: string): readonly Jump[] | undefined {
  if (command.toLowerCase() === 'none') return []
  const split = shellWords(command)
  if (!split.ok || !/(?:^|\s)-W\s*['"]?(?:%h:%p|\[%h\]:%p)['"]?(?:\s|$)/u.test(command)) return undefined
  const [program = '', ...words] = split.words.map((word) => word.text)
  if (!/(?:^|\/)ssh$/u.test(program)) return undefined
  const target = words.filter((word) => !word.startsWith('-') && !word.includes('%h'))
  const rest = words.filter((word) => word !== '-W' && !/^(?:-W)?(?:%h:%p|\[%h\]:%p)$/u.test(word))
  const destination = destinationOf(rest)
  return destination && target.includes(destination.word) ? jumpWith(destination) : undefined
}

interface Destination {
  readonly word: string
  readonly options: AnsibleSshOptions
}

function destinationOf(words: readonly string[]): Destination | undefined {
  const at = words.findLastIndex(
    (word, index) => !word.startsWith('-') && !/^-[plo]$/u.test(words[index - 1] ?? ''),
  )
  const word = words[at]
  const others = readSshArguments(
    words
      .filter((_, index) => index !== at)
      .map(quoted)
      .join(' '),
  )
  if (word === undefined || !others.ok || others.options.keys.length > 0 || others.options.jumps.length > 0)
    return undefined
  return { word, options: others.options }
}

function jumpWith({ word, options }: Destination): readonly Jump[] | undefined {
  const jump = jumpOf(word)
  if (!jump) return undefined
  const user = jump.user ?? options.user
  const port = jump.port ?? options.port
  return [{ host: jump.host, ...defined({ user, port }) }]
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`
}

/** A port number from 1 to 65535, or undefined. */
export function portOf(value: unknown): number | undefined {
  const port =
    typeof value === 'number' ? value : /^\s*\d{1,5}\s*$/u.test(String(value)) ? Number(value) : Number.NaN
  return Number.isInteger(port) && port >= 1 && port <= 65_535 ? port : undefined
}
