import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import type { SuiteName } from '../base/fleet-spec.ts'
import { inParallel } from '../base/parallel.ts'
import type { Progress } from '../base/progress.ts'
import { run } from '../base/shell.ts'
import { openSuite } from './apt.ts'
import { accountFiles, configurationFiles, links } from './rootfs-files.ts'

const BASE =
  words(`base-files base-passwd bash coreutils dash debianutils diffutils findutils grep gzip hostname
  libc-bin login mawk mount netbase passwd procps sed tar util-linux`)
const NODE = words(
  `curl docker-compose docker.io iproute2 iptables libfaketime openssh-client openssh-server sudo tini wget`,
)
/** Version 1 of docker-compose is a Python program; the v2 plugin needs the client, which trixie has packaged apart. */
const PER_SUITE: Readonly<Record<SuiteName, readonly string[]>> = {
  bookworm: ['python3-minimal', 'python3-distutils'],
  trixie: ['docker-cli'],
}
/** What no node needs; without it a root file system is half the size. */
const LEFT_OUT = [
  ...['man', 'doc', 'locale', 'info', 'javascript', 'nodejs'].map((name) => `./usr/share/${name}/*`),
  './usr/bin/ctr',
]
/** Where compose is a plugin of docker, as in the packages that Kolla installs, there is no program of the old name. */
const LEFT_OUT_OF: Readonly<Record<SuiteName, readonly string[]>> = {
  bookworm: [],
  trixie: ['./usr/bin/docker-compose'],
}
/** Changes when the code below builds something else out of the same packages and files. */
const RECIPE = '2'

function nodePackages(suite: SuiteName): string[] {
  return [...BASE, ...NODE, ...PER_SUITE[suite]].sort()
}

/**
 * A Debian root file system for nodes, unpacked from .deb files without running any maintainer script. Gives its
 * directory, which is built only where the cache has none of the same packages. Not to be called twice at a time.
 */
export async function buildRootfs(cache: string, suite: SuiteName, progress: Progress): Promise<string> {
  const apt = await openSuite(cache, suite)
  const packages = nodePackages(suite)
  const leftOut = [...LEFT_OUT, ...LEFT_OUT_OF[suite]]
  const recipe = [RECIPE, packages, leftOut, links(suite), configurationFiles(), accountFiles('', '')]
  const key = hashOf([JSON.stringify(recipe), ...(await apt.packageState(packages))])
  const directory = join(cache, 'rootfs', `${suite}-${key}`)
  if (existsSync(directory)) return directory
  const unfinished = `${directory}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true })
  const archives = join(cache, 'apt', suite, `rootfs-${process.pid}`)
  const files = await apt.downloadWithDependencies(packages, archives)
  progress(`${suite}: ${files.length} packages downloaded`)
  await unpack(files, leftOut, unfinished)
  await finish(unfinished, suite)
  await rm(archives, { recursive: true })
  await rename(unfinished, directory)
  progress(`${suite}: root file system unpacked`)
  return directory
}

function words(text: string): string[] {
  return text.split(/\s+/)
}

function hashOf(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16)
}

/** Every directory of the old layout is a link into /usr before the first package is unpacked over it. */
async function unpack(
  files: readonly string[],
  leftOut: readonly string[],
  directory: string,
): Promise<void> {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    await mkdir(join(directory, 'usr', name), { recursive: true })
    await symlink(`usr/${name}`, join(directory, name))
  }
  await inParallel(files, cpus().length, (file) => unpackOne(file, leftOut, directory))
}

async function unpackOne(file: string, leftOut: readonly string[], directory: string): Promise<void> {
  const excluded = leftOut.map((path) => `--exclude=${path}`)
  const tar = ['-C', directory, '-x', '--keep-directory-symlink', '--no-same-owner', ...excluded]
  const pipe = 'archive=$1; shift; dpkg-deb --fsys-tarfile "$archive" | tar "$@"'
  await run('bash', ['-o', 'pipefail', '-c', pipe, 'unpack', file, ...tar])
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
  await chmod(at('etc/sudoers'), 0o440)
  await chown(at('home/kolla'), 1000, 1000)
  await run('chroot', [directory, '/usr/sbin/ldconfig'])
  if (existsSync(at('usr/bin/python3'))) await run('chroot', [directory, ...COMPILE_PYTHON])
}
