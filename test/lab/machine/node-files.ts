import { chmod, chown, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { SuiteName } from '../base/fleet-spec.ts'
import { nodeFile } from '../base/project.ts'
import { containersOf } from '../kolla/containers.ts'
import { type NodeContext, serviceFiles } from '../kolla/service-files.ts'
import { startScript } from '../kolla/start-script.ts'
import { registryAddress } from '../network/addresses.ts'
import type { RootFile } from '../rootfs/rootfs-files.ts'

const KOLLA_USER = 1000
/** The names under which nodes find the lab's registry: Kolla's own, and the one of the workers' image. */
const REGISTRIES = ['quay.io', 'registry.lab']

export interface SeedContext extends NodeContext {
  readonly subnet: number
  /** The public key that opens root and kolla on every node. */
  readonly authorizedKey: string
}

/** Writes what makes a node this node, below a directory that is copied onto its disk at the first start. */
export async function writeSeed(directory: string, context: SeedContext): Promise<void> {
  const scripts = await Promise.all(['node-init', 'nodectl'].map(script))
  for (const file of [...seedFiles(context), ...scripts]) {
    const path = join(directory, file.path)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, file.content)
    await chmod(path, file.mode)
  }
  await chmod(join(directory, 'root'), 0o700)
  for (const home of ['root', 'home/kolla']) await chmod(join(directory, home, '.ssh'), 0o700)
  for (const path of ['', '.ssh', '.ssh/authorized_keys']) {
    await chown(join(directory, 'home/kolla', path), KOLLA_USER, KOLLA_USER)
  }
}

/** Pure: the files that differ from node to node, and Docker's configuration as Kolla sets it. */
export function seedFiles(context: SeedContext): RootFile[] {
  const { node, authorizedKey } = context
  return [
    { path: 'etc/hostname', content: `${node.name}\n`, mode: 0o644 },
    { path: 'etc/hosts', content: hostsFile(context), mode: 0o644 },
    { path: 'etc/docker/daemon.json', content: daemonJson(node.suite), mode: 0o644 },
    { path: 'etc/default/docker', content: engineEnvironment(node.suite), mode: 0o644 },
    { path: 'root/.ssh/authorized_keys', content: authorizedKey, mode: 0o600 },
    { path: 'home/kolla/.ssh/authorized_keys', content: authorizedKey, mode: 0o600 },
    { path: 'usr/local/sbin/kolla-containers', content: startScript(containersOf(node)), mode: 0o755 },
    ...serviceFiles(context),
  ]
}

/** The nodes know each other by name, as Kolla's bootstrap makes them; both registries are the lab's. */
function hostsFile({ nodes, subnet }: SeedContext): string {
  const names = nodes.map((node) => `${node.address} ${node.name}\n`).join('')
  return `127.0.0.1 localhost\n${names}${registryAddress(subnet)} ${REGISTRIES.join(' ')}\n`
}

/** Kolla's settings; the newest engine keeps images where Docker 29 does, in containerd. */
function daemonJson(suite: SuiteName): string {
  const images =
    suite === 'forky' ? { features: { 'containerd-snapshotter': true } } : { 'storage-driver': 'overlay2' }
  const settings = {
    bridge: 'none',
    iptables: false,
    'ip-forward': false,
    'insecure-registries': REGISTRIES,
    'log-level': 'warn',
    'log-opts': { 'max-file': '5', 'max-size': '50m' },
    ...images,
  }
  return `${JSON.stringify(settings, null, 4)}\n`
}

/** What dockerd is started with: the newest one takes no older clients than Docker 29 does. */
function engineEnvironment(suite: SuiteName): string {
  return suite === 'forky' ? 'export DOCKER_MIN_API_VERSION=1.44\n' : ''
}

async function script(name: string): Promise<RootFile> {
  return { path: `usr/local/sbin/${name}`, content: await readFile(nodeFile(name), 'utf8'), mode: 0o755 }
}
