import { basename, dirname, extname, join } from 'node:path/posix'
import { isDeepStrictEqual } from 'node:util'
import type { Problem } from '../model/problem.ts'
import { defined } from '../values/defined.ts'
import type { FileReader } from './files/files.ts'
import { placeText, type Variable, type VariablePlace, type Variables } from './files/variable.ts'
import { readVarsFile, type VarsFile } from './files/vars-file.ts'
import { isKayobe, kayobeGlobals } from './kayobe.ts'
import { isSince, type Release } from './releases/release.ts'

/** The files of a Kolla configuration directory that every play is given as extra variables. */
export interface Globals {
  readonly globals: VarsFile | undefined
  /** The files of globals.d, sorted by name. */
  readonly more: readonly VarsFile[]
  readonly passwords: VarsFile | undefined
  /** A file that names the release and is no part of Kolla's variables. */
  readonly naming?: VarsFile
  /** Whose folder it is. */
  readonly layout: KollaLayout
  readonly problems: readonly Problem[]
}

/** Kolla's own folder, OSISM's environments/kolla, which has other names for the same files, or Kayobe's templates. */
export type KollaLayout = 'kolla' | 'osism' | 'kayobe'

/** The extra variables as a release merges them, and the keys of which it cannot be said. */
export interface ExtraVariables {
  readonly variables: Variables
  /** Of each key that is a password, or hides in a sealed passwords.yml, the last value is this file's. */
  readonly passwords: VarsFile | undefined
  readonly problems: readonly Problem[]
}

const EXTENSIONS = ['.yml', '.yaml', '.json']

/** Reads globals.yml, globals.d and passwords.yml of a configuration directory. */
export function readGlobals(configdir: string, passwords: string | undefined, files: FileReader): Globals {
  const file = join(configdir, 'globals.yml')
  if (isKayobe(configdir, files))
    return {
      ...EMPTY,
      layout: 'kayobe',
      problems: [kayobeGlobals(files.readText(file) === undefined ? configdir : file)],
    }
  const osism = files.readText(file) === undefined ? readOsism(configdir, passwords, files) : undefined
  if (osism !== undefined) return osism
  const problems: Problem[] = []
  const globals = readVarsFile(file, files)
  if (!globals)
    problems.push(
      fault(
        file,
        'there is no globals.yml',
        `give the directory that holds it: --configdir, KOLLA_CONFIG_PATH or kolla.configdir${hint(configdir, files)}`,
      ),
    )
  const directory = join(configdir, 'globals.d')
  const more = [...(files.listDirectory(directory) ?? [])]
    .filter((name) => EXTENSIONS.includes(extname(name)))
    .sort()
    .flatMap((name) => readVarsFile(join(directory, name), files) ?? [])
  const secret = readVarsFile(passwords ?? join(configdir, 'passwords.yml'), files)
  for (const read of [globals, ...more]) if (read) problems.push(...read.problems, ...unusable(read))
  if (secret) problems.push(...secret.problems)
  return { globals, more, passwords: secret, layout: 'kolla', problems }
}

const EMPTY = { globals: undefined, more: [], passwords: undefined } as const

/** Where such files are below a directory that holds more than them. */
const BELOW = ['environments/kolla/configuration.yml', 'etc/kolla/globals.yml', 'kolla/globals.yml']

function hint(configdir: string, files: FileReader): string {
  const found = BELOW.map((path) => join(configdir, path)).find((file) => files.readText(file) !== undefined)
  return found === undefined ? '' : `; found ${dirname(found)}`
}

/** OSISM has the variables of all environments, then Kolla's; the release is the manager's. */
function readOsism(configdir: string, passwords: string | undefined, files: FileReader): Globals | undefined {
  const [own, secret] = ['configuration.yml', 'secrets.yml'].map((name) => join(configdir, name))
  const configuration = readVarsFile(own ?? '', files)
  const hasSecrets = files.readText(secret ?? '') !== undefined
  if (configuration === undefined || !(hasSecrets || basename(configdir) === 'kolla')) return undefined
  const above = dirname(configdir)
  const shared = readVarsFile(join(above, 'configuration.yml'), files)
  const naming = readVarsFile(join(above, 'manager', 'configuration.yml'), files)
  const passwordsFile = readVarsFile(passwords ?? secret ?? '', files)
  const read = [shared, configuration].filter((file) => file !== undefined)
  return {
    globals: shared ?? configuration,
    more: shared === undefined ? [] : [configuration],
    passwords: passwordsFile,
    ...defined({ naming }),
    layout: 'osism',
    problems: [
      ...read.flatMap((file) => [...file.problems, ...unusable(file)]),
      ...(passwordsFile?.problems ?? []),
    ],
  }
}

/**
 * Merges whole keys, the last file wins. Up to 2024.1: globals.yml, globals.d/*.yml in no certain order,
 * passwords.yml. Since 2024.2: globals.yml, passwords.yml, globals.d sorted by name, also .yaml and .json.
 */
export function mergeGlobals(read: Globals, release: Release | undefined): ExtraVariables {
  const older = [read.globals, ...read.more.filter(({ file }) => extname(file) === '.yml'), read.passwords]
  const newer = [read.globals, read.passwords, ...read.more]
  const problems: Problem[] = []
  if (release === undefined) problems.push(...orderMatters(merged(older), merged(newer)))
  if (release !== undefined && !isSince(release, '2024.2'))
    problems.push(...uncertainOrder(read.more, release))
  const variables = merged(release !== undefined && !isSince(release, '2024.2') ? older : newer)
  return { variables, passwords: read.passwords, problems }
}

function merged(files: readonly (VarsFile | undefined)[]): Map<string, Variable> {
  return new Map(files.flatMap((file) => [...(file?.variables ?? [])]))
}

function orderMatters(older: Variables, newer: Variables): readonly Problem[] {
  return [...newer].flatMap(([key, variable]) => {
    const other = older.get(key)
    if (other && isDeepStrictEqual(other.value, variable.value)) return []
    const before = other ? `${placeText(other.at)} counts up to 2024.1` : 'the file is not read up to 2024.1'
    return fault(
      variable.at,
      `${before}, this since 2024.2, and the release is not known`,
      'write kolla.release in the manifest, as "2025.1"',
      key,
    )
  })
}

/** Up to 2024.1 the files of globals.d come in the order in which the disk holds them. */
function uncertainOrder(more: readonly VarsFile[], release: Release): readonly Problem[] {
  const seen = new Map<string, Variable>()
  const problems: Problem[] = []
  for (const { file, variables } of more) {
    if (extname(file) !== '.yml') continue
    for (const [key, variable] of variables) {
      const first = seen.get(key)
      if (first && !isDeepStrictEqual(first.value, variable.value))
        problems.push(
          fault(
            variable.at,
            `also set at ${placeText(first.at)}, and Kolla ${release} reads globals.d in no certain order`,
            'keep the key in one file',
            key,
          ),
        )
      seen.set(key, variable)
    }
  }
  return problems
}

function unusable({ file, sealed, isEmpty }: VarsFile): readonly Problem[] {
  if (sealed === 'encrypted')
    return [
      fault(
        file,
        'the file is encrypted with ansible-vault',
        'write kolla.vault_password in the manifest, as file:/root/.vault-password, or set ANSIBLE_VAULT_PASSWORD_FILE',
      ),
    ]
  if (sealed === 'unreadable')
    return [fault(file, 'the file cannot be read', 'make it readable for this user')]
  if (isEmpty)
    return [fault(file, 'the file is empty; Ansible refuses that', 'write {} into it, or remove it')]
  return []
}

function fault(at: VariablePlace | string, message: string, remedy: string, path = ''): Problem {
  return { severity: 'error', at: typeof at === 'string' ? { file: at } : at, path, message, remedy }
}
