import { existsSync } from 'node:fs'
import { access, constants, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Something that this machine lacks for a lab, in one sentence; `packages` would remedy it where it can be installed. */
export interface Lack {
  readonly what: string
  readonly packages: readonly string[]
}

/** The programs that the lab calls, each with the Debian package that has it. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'apt-get': 'apt',
  'dpkg-deb': 'dpkg',
  flock: 'util-linux',
  ip: 'iproute2',
  iptables: 'iptables',
  losetup: 'mount',
  'mkfs.ext4': 'e2fsprogs',
  mount: 'mount',
  nsenter: 'util-linux',
  perl: 'perl-base',
  ssh: 'openssh-client',
  'ssh-keygen': 'openssh-client',
  tar: 'tar',
  tc: 'iproute2',
  unshare: 'util-linux',
  xz: 'xz-utils',
}
const DEBIAN_KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'
const CONTROLLERS = ['cpu', 'memory', 'pids']

/** The Debian packages that have to be installed before a lab can run here, sorted; none where all is well. */
export async function missingPackages(): Promise<string[]> {
  return packagesOf(await lacks())
}

/** Throws one Error that names everything this machine lacks, and the command that installs what can be installed. */
export async function checkRequirements(): Promise<void> {
  const found = await lacks()
  if (found.length > 0) throw new Error(sentence(found))
}

/** Everything that this machine lacks for a lab. */
async function lacks(): Promise<Lack[]> {
  const found = await Promise.all([
    rightSystem(),
    rightUser(),
    programs(),
    keyring(),
    kernel(),
    controllers(),
  ])
  return found.flat()
}

/** Pure: all lacks at once, and one apt line. */
export function sentence(found: readonly Lack[]): string {
  const packages = packagesOf(found)
  return [
    'This machine cannot run the lab:',
    ...found.map(({ what }) => `  - ${what}`),
    ...(packages.length === 0 ? [] : [`Install what is missing: apt-get install -y ${packages.join(' ')}`]),
  ].join('\n')
}

function packagesOf(found: readonly Lack[]): string[] {
  return [...new Set(found.flatMap(({ packages }) => packages))].sort()
}

/** Pure: whether /etc/os-release speaks of Debian 12 or 13. */
export function checkSystem(osRelease: string, arch: string): Lack[] {
  const value = (key: string): string => new RegExp(`^${key}="?([^"\n]*)"?$`, 'm').exec(osRelease)?.[1] ?? ''
  const known = value('ID') === 'debian' && ['12', '13'].includes(value('VERSION_ID'))
  if (known && arch === 'x64') return []
  const found = `${value('PRETTY_NAME') || 'an unknown system'} on ${arch}`
  return [lack(`expected Debian 12 or 13 on amd64, found ${found}`)]
}

async function rightSystem(): Promise<Lack[]> {
  return checkSystem(await readFile('/etc/os-release', 'utf8').catch(() => ''), process.arch)
}

async function rightUser(): Promise<Lack[]> {
  if (process.getuid?.() !== 0) return [lack('the lab makes namespaces and mounts, and so must run as root')]
  const status = await readFile('/proc/self/status', 'utf8')
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? '0'}`)
  const needed = { CAP_NET_ADMIN: 12n, CAP_SYS_CHROOT: 18n, CAP_SYS_ADMIN: 21n, CAP_MKNOD: 27n }
  return Object.entries(needed)
    .filter(([, bit]) => (effective & (1n << bit)) === 0n)
    .map(([name]) => lack(`root lacks ${name} here; a container must be started with --privileged`))
}

async function programs(): Promise<Lack[]> {
  const present = await Promise.all(Object.keys(PROGRAMS).map(isOnPath))
  return Object.entries(PROGRAMS)
    .filter((_, index) => present[index] === false)
    .map(([program, debianPackage]) => lack(`${program} is not installed`, debianPackage))
}

async function isOnPath(program: string): Promise<boolean> {
  const directories = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`.split(':').filter(Boolean)
  const found = await Promise.all(
    directories.map((directory) =>
      access(join(directory, program), constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  )
  return found.includes(true)
}

async function keyring(): Promise<Lack[]> {
  if (existsSync(DEBIAN_KEYRING)) return []
  return [lack(`${DEBIAN_KEYRING} is missing`, 'debian-archive-keyring')]
}

/** A module that is not loaded yet counts as present where modprobe would find it: mount and ip load it themselves. */
async function kernel(): Promise<Lack[]> {
  const filesystems = await readFile('/proc/filesystems', 'utf8').catch(() => '')
  const release = (await readFile('/proc/sys/kernel/osrelease', 'utf8').catch(() => '')).trim()
  const modules = existsSync(`/lib/modules/${release}/kernel`)
  const namespaces = ['net', 'mnt', 'pid', 'uts', 'ipc', 'cgroup'].filter(
    (name) => !existsSync(`/proc/self/ns/${name}`),
  )
  return [
    ...(modules || /\boverlay$/m.test(filesystems) ? [] : [lack('the kernel has no overlay file system')]),
    ...(modules || existsSync('/dev/loop-control') ? [] : [lack('the kernel has no loop devices')]),
    ...namespaces.map((name) => lack(`the kernel has no ${name} namespaces`)),
  ]
}

async function controllers(): Promise<Lack[]> {
  const unified = await readFile('/sys/fs/cgroup/cgroup.controllers', 'utf8').catch(() => undefined)
  const missing = CONTROLLERS.filter((controller) =>
    unified === undefined
      ? !existsSync(`/sys/fs/cgroup/${controller}`)
      : !unified.trim().split(' ').includes(controller),
  )
  return missing.map((controller) => lack(`the control group controller \`${controller}\` is not to be had`))
}

function lack(what: string, ...packages: string[]): Lack {
  return { what, packages }
}
