import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from '../base/shell.ts'

/**
 * One Debian suite with an apt state of its own: nothing of the machine's apt is changed, and packages of another
 * suite than the machine's can be had. All calls may run at the same time.
 */
export interface Suite {
  readonly name: string
  /** Downloads exactly these packages, without their dependencies, into a directory. Gives the paths of the .deb files, sorted. */
  download(packages: readonly string[], intoDir: string): Promise<string[]>
  /** The same with all that they depend on, as if nothing were installed. */
  downloadWithDependencies(packages: readonly string[], intoDir: string): Promise<string[]>
  /**
   * What changes when apt would give other files for these packages: the suite's release files as apt has them, and
   * their names where there are none. Asking apt takes a second, reading the files takes none.
   */
  packageState(packages: readonly string[]): Promise<readonly string[]>
}

/** A line of `apt-get indextargets` for an index of packages. */
export interface IndexTarget {
  readonly uri: string
  readonly release: string
  readonly component: string
  readonly signedBy: string
}

const DEBIAN_SUITES = /^(bookworm|trixie|forky|sid|oldstable|stable|testing|unstable)$/
const DEBIAN_KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'
const INDEX_FORMAT = '$(REPO_URI)|$(RELEASE)|$(COMPONENT)|$(SIGNED_BY)'

/** Opens a suite below `cacheDir`/apt; fetches its package lists the first time. The mirror is the machine's own. */
export async function openSuite(cacheDir: string, suite: string): Promise<Suite> {
  const directory = join(cacheDir, 'apt', suite)
  const configuration = join(directory, 'apt.conf')
  await haveState(directory, suite)
  const env = { APT_CONFIG: configuration }
  const fetch = withFreshLists(env)
  // Those that would be downloaded, with all that they depend on; asks no network.
  const fileNames = async (packages: readonly string[]): Promise<string[]> =>
    parsePrintedUris(await run('apt-get', [...INSTALL, '--print-uris', ...packages], { env }))
  return {
    name: suite,
    download: (packages, intoDir) =>
      fetch(intoDir, (cwd) => run('apt-get', ['-q', 'download', ...packages], { cwd, env })),
    downloadWithDependencies: (packages, intoDir) =>
      fetch(intoDir, (cwd) =>
        run('apt-get', [...inDirectory(cwd), ...INSTALL, '--download-only', ...packages], { env }),
      ),
    packageState: async (packages) => {
      const releases = await releaseFiles(join(directory, 'state/lists'))
      return releases.length === 0 ? fileNames(packages) : releases
    },
  }
}

/** Their texts, in the order of their names. */
async function releaseFiles(lists: string): Promise<string[]> {
  const names = (await readdir(lists).catch(() => [])).filter((name) => name.endsWith('Release')).sort()
  return Promise.all(names.map((name) => readFile(join(lists, name), 'utf8')))
}

const UPDATE = ['-q', 'update', '--error-on=any']
const INSTALL = ['-q', '-y', 'install', '--no-install-recommends']

function inDirectory(directory: string): string[] {
  return ['-o', `Dir::Cache::archives=${directory}`]
}

type Download = (cwd: string) => Promise<string>

/** Lists grow old and name packages that the mirror no longer has: then they are fetched anew, once, and it is tried again. */
function withFreshLists(env: Readonly<Record<string, string>>) {
  let updated: Promise<string> | undefined
  return async (intoDir: string, download: Download): Promise<string[]> => {
    try {
      return await collect(intoDir, download)
    } catch {
      updated ??= run('apt-get', UPDATE, { env })
      await updated
      return await collect(intoDir, download)
    }
  }
}

/** Downloads beside the destination first, so that a broken download leaves nothing that looks whole. */
async function collect(intoDir: string, download: Download): Promise<string[]> {
  await mkdir(intoDir, { recursive: true })
  const temporary = await mkdtemp(join(intoDir, '.download-'))
  try {
    await mkdir(join(temporary, 'partial'))
    await download(temporary)
    const names = (await readdir(temporary)).filter((name) => name.endsWith('.deb')).sort()
    for (const name of names) await rename(join(temporary, name), join(intoDir, name))
    return names.map((name) => join(intoDir, name))
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

/** The states that this process is making: two parts of the lab may open the same suite at the same time. */
const making = new Map<string, Promise<void>>()

async function haveState(directory: string, suite: string): Promise<void> {
  const under = making.get(directory)
  if (under !== undefined) return under
  if (existsSync(join(directory, 'complete'))) return
  const made = createState(directory, suite).finally(() => making.delete(directory))
  making.set(directory, made)
  await made
}

async function createState(directory: string, suite: string): Promise<void> {
  const mirror = await machineMirror()
  await rm(directory, { recursive: true, force: true })
  for (const below of ['state/lists/partial', 'cache/archives/partial', 'etc/preferences.d', 'etc/parts']) {
    await mkdir(join(directory, below), { recursive: true })
  }
  await writeFile(join(directory, 'state/status'), '')
  await writeFile(join(directory, 'etc/sources.list'), sourcesList(mirror, suite))
  const settings = acquireSettings(await run('apt-config', ['dump', 'Acquire']))
  await writeFile(join(directory, 'apt.conf'), aptConfiguration(directory, settings))
  await run('apt-get', UPDATE, {
    env: { APT_CONFIG: join(directory, 'apt.conf') },
  })
  await writeFile(join(directory, 'complete'), '')
}

async function machineMirror(): Promise<IndexTarget> {
  const printed = await run('apt-get', ['indextargets', '--format', INDEX_FORMAT, 'Created-By: Packages'])
  const mirror = chooseMirror(parseIndexTargets(printed))
  if (mirror) return mirror
  throw new Error(
    'apt knows no Debian mirror (a source with component `main` of bookworm, trixie or the like); ' +
      'add one to /etc/apt/sources.list.d and run `apt-get update`',
  )
}

/** Pure: the machine's mirror of Debian proper, not of its security archive nor of somebody else's packages. */
export function chooseMirror(targets: readonly IndexTarget[]): IndexTarget | undefined {
  return targets.find((target) => target.component === 'main' && DEBIAN_SUITES.test(target.release))
}

/** Pure: what `apt-get indextargets` printed in INDEX_FORMAT. */
export function parseIndexTargets(printed: string): IndexTarget[] {
  return printed
    .split('\n')
    .map((line) => line.split('|'))
    .filter((fields) => fields.length === 4)
    .map(([uri = '', release = '', component = '', signedBy = '']) => ({
      uri,
      release,
      component,
      signedBy: signedBy.startsWith('$(') ? '' : signedBy,
    }))
}

/** Pure: the .deb names of `apt-get --print-uris`, whose lines read `'URI' NAME SIZE HASH`. */
export function parsePrintedUris(printed: string): string[] {
  return printed
    .split('\n')
    .filter((line) => line.startsWith("'"))
    .map((line) => line.split(' ')[1] ?? '')
    .filter((name) => name.endsWith('.deb'))
    .sort()
}

/** Pure: of `apt-config dump Acquire`, how this machine reaches its mirror (proxies, certificates, retries). */
export function acquireSettings(dump: string): string[] {
  return dump
    .split('\n')
    .filter((line) => /^Acquire::(https?|Retries|ForceIPv[46]|Queue-Mode)\b/i.test(line))
    .filter((line) => !line.endsWith(' "";'))
}

/** Pure: the only line of the private sources.list. */
export function sourcesList(mirror: IndexTarget, suite: string): string {
  const keyring = /^\/\S+$/.test(mirror.signedBy) ? mirror.signedBy : DEBIAN_KEYRING
  return `deb [arch=amd64 signed-by=${keyring}] ${mirror.uri} ${suite} main\n`
}

/**
 * Pure: an apt.conf whose every directory is private. Dates are not checked (signatures are): a machine without a
 * network clock and a frozen mirror must both do.
 */
export function aptConfiguration(directory: string, settings: readonly string[]): string {
  return [
    ...settings,
    `Dir::State "${directory}/state";`,
    `Dir::State::status "${directory}/state/status";`,
    `Dir::Cache "${directory}/cache";`,
    `Dir::Etc "${directory}/etc";`,
    `Dir::Etc::parts "${directory}/etc/parts";`,
    'Dir::Etc::netrc "/etc/apt/auth.conf";',
    'Dir::Etc::netrcparts "/etc/apt/auth.conf.d";',
    'APT::Architecture "amd64";',
    'APT::Architectures { "amd64"; };',
    'APT::Install-Recommends "false";',
    'APT::Sandbox::User "root";',
    'Acquire::Languages "none";',
    'Acquire::Check-Valid-Until "false";',
    'Acquire::Check-Date "false";',
    'Debug::NoLocking "true";',
    '',
  ].join('\n')
}
