import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, copyFile, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import type { SuiteName } from '../base/fleet-spec.ts'
import { inParallel } from '../base/parallel.ts'
import type { Progress } from '../base/progress.ts'
import { nodeFile } from '../base/project.ts'
import { run } from '../base/shell.ts'
import { openSuite } from './apt.ts'
import { accountFiles, configurationFiles, links } from './rootfs-files.ts'

const BASE =
  words(`base-files base-passwd bash coreutils dash debianutils diffutils findutils grep gzip hostname
  libc-bin login mawk mount netbase passwd procps sed tar util-linux`)
const NODE = words(
  `curl docker.io iproute2 iptables libfaketime openssh-client openssh-server sudo tini wget`,
)
/** What no node needs; without it a root file system is half the size. */
const LEFT_OUT = [
  ...['man', 'doc', 'locale', 'info', 'javascript', 'nodejs'].map((name) => `./usr/share/${name}/*`),
  './usr/bin/ctr',
]
interface Recipe {
  /** The suite that the system is of. */
  readonly suite: string
  readonly packages: readonly string[]
  /** What a package has and the node has not. */
  readonly leftOut: readonly string[]
  /** Packages of another suite that lie below those of the suite itself, with all that they need. */
  readonly below?: { readonly suite: string; readonly packages: readonly string[] }
}

/** Where compose is a plugin of docker, as in the packages that Kolla installs, there is no program of the old name. */
const WITH_PLUGIN = {
  packages: [...BASE, ...NODE, 'docker-compose', 'docker-cli'],
  leftOut: [...LEFT_OUT, './usr/bin/docker-compose'],
}
/** Version 1 of docker-compose is a Python program. */
const COMPOSE_1 = ['docker-compose', 'python3-minimal', 'python3-distutils']

const RECIPES: Readonly<Record<SuiteName, Recipe>> = {
  bookworm: { suite: 'bookworm', packages: [...BASE, ...NODE, ...COMPOSE_1], leftOut: LEFT_OUT },
  trixie: { suite: 'trixie', ...WITH_PLUGIN },
  forky: { suite: 'forky', ...WITH_PLUGIN },
  compose1: {
    suite: 'trixie',
    packages: [...BASE, ...NODE, 'docker-cli'],
    leftOut: LEFT_OUT,
    below: { suite: 'bookworm', packages: COMPOSE_1 },
  },
}
/** Changes when the code below builds something else out of the same packages and files. */
const RECIPE = '3'

/**
 * A Debian root file system for nodes, unpacked from .deb files without running any maintainer script. Gives its
 * directory, which is built only where the cache has none of the same packages. Not to be called twice at a time.
 */
export async function buildRootfs(cache: string, name: SuiteName, progress: Progress): Promise<string> {
  const { suite, packages, leftOut, below } = RECIPES[name]
  const layers = [...(below === undefined ? [] : [below]), { suite, packages }]
  const recipe = [RECIPE, layers, leftOut, links(name), configurationFiles(), accountFiles('', '')]
  const states = layers.map(async (layer) =>
    (await openSuite(cache, layer.suite)).packageState(layer.packages),
  )
  const shim = name === 'forky' ? [await readFile(SHIM, 'utf8')] : []
  const key = hashOf([JSON.stringify(recipe), ...shim, ...(await Promise.all(states)).flat()])
  const directory = join(cache, 'rootfs', `${name}-${key}`)
  if (existsSync(directory)) return directory
  const unfinished = `${directory}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true })
  await linkIntoUsr(unfinished)
  for (const layer of layers)
    await unpackLayer(layer, { cache, name, leftOut, directory: unfinished, progress })
  await finish(unfinished, name)
  await rename(unfinished, directory)
  progress(`${name}: root file system unpacked`)
  return directory
}

interface Unpacking {
  readonly cache: string
  readonly name: SuiteName
  readonly leftOut: readonly string[]
  readonly directory: string
  readonly progress: Progress
}

/** The packages of one suite with all that they need, over what is there. */
async function unpackLayer(
  { suite, packages }: Pick<Recipe, 'suite' | 'packages'>,
  { cache, name, leftOut, directory, progress }: Unpacking,
): Promise<void> {
  const apt = await openSuite(cache, suite)
  const archives = join(cache, 'apt', suite, `rootfs-${name}-${process.pid}`)
  const files = await apt.downloadWithDependencies(packages, archives)
  progress(`${name}: ${files.length} packages of ${suite} downloaded`)
  await inParallel(files, cpus().length, (file) => unpackOne(file, leftOut, directory))
  await rm(archives, { recursive: true })
}

function words(text: string): string[] {
  return text.split(/\s+/)
}

function hashOf(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16)
}

/** Every directory of the old layout is a link into /usr before the first package is unpacked over it. */
async function linkIntoUsr(directory: string): Promise<void> {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    await mkdir(join(directory, 'usr', name), { recursive: true })
    await symlink(`usr/${name}`, join(directory, name))
  }
}

async function unpackOne(file: string, leftOut: readonly string[], directory: string): Promise<void> {
  const excluded = leftOut.map((path) => `--exclude=${path}`)
  const tar = ['-C', directory, '-x', '--keep-directory-symlink', '--no-same-owner', ...excluded]
  const pipe = 'archive=$1; shift; dpkg-deb --fsys-tarfile "$archive" | tar "$@"'
  await run('bash', ['-o', 'pipefail', '-c', pipe, 'unpack', file, ...tar])
}

const SHIM = nodeFile('docker-29')

/** The docker command is put behind a shim that lists images as the next version does. */
async function speakAs29(directory: string): Promise<void> {
  const command = join(directory, 'usr/bin/docker')
  await rename(command, join(directory, 'usr/libexec/docker/docker'))
  await copyFile(SHIM, command)
  await chmod(command, 0o755)
}

/** Or else every new node compiles docker-compose and all that it imports when it first runs. */
const COMPILE_PYTHON = [
  '/usr/bin/python3',
  '-m',
  'compileall',
  '-q',
  '/usr/lib/python3',
  '/usr/lib/python3.11',
]

/** What the packages' maintainer scripts would have done, as far as a node needs it. */
async function finish(directory: string, suite: SuiteName): Promise<void> {
  const at = (path: string): string => join(directory, path)
  for (const path of ['var/run', 'var/lock']) await rm(at(path), { recursive: true, force: true })
  for (const path of [
    'run',
    'tmp',
    'proc',
    'sys',
    'dev',
    'root',
    'home/kolla',
    'var/tmp',
    'usr/local/sbin',
  ]) {
    await mkdir(at(path), { recursive: true })
  }
  for (const path of ['tmp', 'var/tmp']) await chmod(at(path), 0o1777)
  for (const [path, target] of Object.entries(links(suite))) {
    await rm(at(path), { force: true })
    await symlink(target, at(path))
  }
  const passwd = await readFile(at('usr/share/base-passwd/passwd.master'), 'utf8')
  const group = await readFile(at('usr/share/base-passwd/group.master'), 'utf8')
  for (const file of [...accountFiles(passwd, group), ...configurationFiles()]) {
    await writeFile(at(file.path), file.content)
    await chmod(at(file.path), file.mode)
  }
  if (suite === 'forky') await speakAs29(directory)
  await chmod(at('etc/sudoers'), 0o440)
  await chown(at('home/kolla'), 1000, 1000)
  await run('chroot', [directory, '/usr/sbin/ldconfig'])
  if (existsSync(at('usr/bin/python3'))) await run('chroot', [directory, ...COMPILE_PYTHON])
}
