import { dirname, join, resolve } from 'node:path/posix'
import type { Problem } from '../model/problem.ts'
import type { FileReader } from './files/files.ts'
import type { Origin, VariablePlace } from './files/variable.ts'
import { ansibleBool } from './jinja/python-value.ts'

/** Where Ansible looks for its configuration. */
export interface AnsiblePlace {
  readonly env: Readonly<Record<string, string | undefined>>
  /** What ~ stands for. */
  readonly home: string
  /** The folder that kolla-mimir was started in. */
  readonly folder: string
  /** Others may write to that folder, so that Ansible takes no configuration from it. */
  readonly isOpen: boolean
}

/** A value of Ansible's own configuration, and who says it. */
export interface AnsibleSetting {
  readonly value: string
  readonly origin: Origin
  /** `/etc/ansible/ansible.cfg:12`, `ANSIBLE_REMOTE_USER` */
  readonly from: string
}

/** What Ansible's own configuration says of logins. */
export interface AnsibleConfig {
  /** By the variable of the inventory that goes before it. */
  readonly variables: ReadonlyMap<string, AnsibleSetting>
  /** Host keys are not checked, and who says so. */
  readonly unchecked?: AnsibleSetting
  readonly problems: readonly Problem[]
}

interface Setting {
  readonly section: string
  readonly key: string
  readonly env: string
  readonly variable: string
  readonly isPath?: true
}

/** https://docs.ansible.com/ansible/latest/reference_appendices/config.html */
const SETTINGS: readonly Setting[] = [
  { section: 'defaults', key: 'remote_user', env: 'ANSIBLE_REMOTE_USER', variable: 'ansible_user' },
  { section: 'defaults', key: 'remote_port', env: 'ANSIBLE_REMOTE_PORT', variable: 'ansible_port' },
  {
    section: 'defaults',
    key: 'private_key_file',
    env: 'ANSIBLE_PRIVATE_KEY_FILE',
    variable: 'ansible_private_key_file',
    isPath: true,
  },
  { section: 'defaults', key: 'transport', env: 'ANSIBLE_TRANSPORT', variable: 'ansible_connection' },
  {
    section: 'privilege_escalation',
    key: 'become_method',
    env: 'ANSIBLE_BECOME_METHOD',
    variable: 'ansible_become_method',
  },
  { section: 'ssh_connection', key: 'ssh_args', env: 'ANSIBLE_SSH_ARGS', variable: 'ansible_ssh_args' },
  {
    section: 'ssh_connection',
    key: 'ssh_common_args',
    env: 'ANSIBLE_SSH_COMMON_ARGS',
    variable: 'ansible_ssh_common_args',
  },
  {
    section: 'ssh_connection',
    key: 'ssh_extra_args',
    env: 'ANSIBLE_SSH_EXTRA_ARGS',
    variable: 'ansible_ssh_extra_args',
  },
]

const HOST_KEY_CHECKING: readonly Omit<Setting, 'variable'>[] = [
  { section: 'ssh_connection', key: 'host_key_checking', env: 'ANSIBLE_SSH_HOST_KEY_CHECKING' },
  { section: 'defaults', key: 'host_key_checking', env: 'ANSIBLE_HOST_KEY_CHECKING' },
]

/** Reads the one ansible.cfg that Ansible would read, and the variables of the environment that go before it. */
export function readAnsibleConfig(place: AnsiblePlace, files: FileReader): AnsibleConfig {
  const file = configFile(place, files)
  const ini = file === undefined ? NOTHING : readIni(file, files)
  const settingFor = (setting: Omit<Setting, 'variable'>): AnsibleSetting | undefined =>
    settingOf(setting, place, ini)
  const variables = SETTINGS.flatMap((setting): [string, AnsibleSetting][] => {
    const found = settingFor(setting)
    return found === undefined ? [] : [[setting.variable, found]]
  })
  const checking = HOST_KEY_CHECKING.flatMap((setting) => settingFor(setting) ?? [])[0]
  const isOff = checking !== undefined && !ansibleBool(checking.value)
  return {
    variables: new Map(variables),
    ...(isOff ? { unchecked: checking } : {}),
    problems: ini.problems,
  }
}

/** The first that is there; of a folder in ANSIBLE_CONFIG the file in it. */
function configFile({ env, home, folder, isOpen }: AnsiblePlace, files: FileReader): string | undefined {
  const named = (env['ANSIBLE_CONFIG'] ?? '').replace(/^~(?=\/)/u, home)
  const own = named === '' ? [] : [resolve(folder, named), join(resolve(folder, named), 'ansible.cfg')]
  const here = isOpen ? [] : [join(folder, 'ansible.cfg')]
  const candidates = [...own, ...here, join(home, '.ansible.cfg'), '/etc/ansible/ansible.cfg']
  return candidates.find((file) => files.readText(file) !== undefined)
}

function settingOf(
  { section, key, env, isPath }: Omit<Setting, 'variable'>,
  place: AnsiblePlace,
  ini: Ini,
): AnsibleSetting | undefined {
  const exported = place.env[env]
  if (exported !== undefined && exported !== '')
    return { value: pathOf(exported, isPath, place.folder, place), origin: { kind: 'ansible' }, from: env }
  const entry = ini.entries.get(`${section}.${key}`)
  if (entry === undefined || entry.text === '') return undefined
  const { file, line } = entry.at
  const at: VariablePlace = { file, line, column: 1 }
  const value = pathOf(unquoted(entry.text), isPath, dirname(file), place)
  return { value, origin: { kind: 'file', at }, from: `${file}:${line}` }
}

function pathOf(
  text: string,
  isPath: true | undefined,
  base: string,
  { home, folder }: AnsiblePlace,
): string {
  if (isPath === undefined) return text
  return resolve(base, text.replace(/^~(?=\/)/u, home).replaceAll('{{CWD}}', folder))
}

function unquoted(text: string): string {
  return /^(?<quote>['"])(?<inner>.*)\k<quote>$/u.exec(text)?.groups?.['inner'] ?? text
}

interface Ini {
  /** By section and name: `defaults.remote_user`. */
  readonly entries: ReadonlyMap<string, Readonly<Entry>>
  readonly problems: readonly Problem[]
}

const NOTHING: Ini = { entries: new Map(), problems: [] }

/** Lines that are looked at; those of a generated file with every setting are some 1,500. */
const MOST_LINES = 20_000
const LONGEST_LINE = 10_000

/** As Python's configparser reads it with `;` for comments behind a value; only lines of these sections matter. */
function readIni(file: string, files: FileReader): Ini {
  const text = files.readText(file)
  if (typeof text !== 'string')
    return { ...NOTHING, problems: [unreadable(file, undefined, text?.unreadable ?? 'is gone')] }
  const draft: IniDraft = { entries: new Map(), problems: [], section: '', last: undefined }
  for (const [index, raw] of text.split('\n', MOST_LINES).entries()) {
    const line = withoutComment(raw.slice(0, LONGEST_LINE).trimEnd())
    if (line.trim() !== '' && !takeLine(draft, line, { file, line: index + 1 }))
      draft.problems.push(unreadable(file, index + 1, 'is neither a section nor a setting'))
  }
  return { entries: draft.entries, problems: draft.problems.slice(0, 1) }
}

interface Entry {
  text: string
  readonly at: { readonly file: string; readonly line: number }
}

interface IniDraft {
  readonly entries: Map<string, Entry>
  readonly problems: Problem[]
  section: string
  /** The setting that an indented line goes on with. */
  last: Entry | undefined
}

/** Takes one line; false where it is none of an INI file. */
function takeLine(draft: IniDraft, line: string, at: Entry['at']): boolean {
  const header = /^\[(?<name>[^\]]*)\]/u.exec(line)?.groups?.['name']
  if (header !== undefined) {
    draft.section = header
    draft.last = undefined
    return true
  }
  if (/^\s/u.test(line) && draft.last !== undefined) {
    draft.last.text = `${draft.last.text} ${line.trim()}`.trim()
    return true
  }
  const pair = /^(?<key>[^\s=:][^=:]*)[=:](?<value>.*)$/u.exec(line)?.groups
  if (pair === undefined) return false
  draft.last = { text: (pair['value'] ?? '').trim(), at }
  draft.entries.set(`${draft.section}.${(pair['key'] ?? '').trim().toLowerCase()}`, draft.last)
  return true
}

function withoutComment(line: string): string {
  if (/^\s*[#;]/u.test(line)) return ''
  const at = line.search(/\s;/u)
  return at < 0 ? line : line.slice(0, at)
}

function unreadable(file: string, line: number | undefined, why: string): Problem {
  return {
    severity: 'warning',
    at: line === undefined ? { file } : { file, line, column: 1 },
    path: '',
    message: `${line === undefined ? "Ansible's configuration" : 'this line'} ${line === undefined ? `cannot be read: ${why}` : why}, so it is ignored`,
    remedy: 'correct it, or name another file with ANSIBLE_CONFIG',
  }
}
