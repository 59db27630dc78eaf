import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LabNode } from '../base/fleet-spec.ts'
import { globalsYml, prometheusGlobalsYml } from './globals.ts'
import { type HostKey, knownHosts } from './known-hosts.ts'
import { type LabManifest, manifestYml } from './manifest.ts'
import { multinodeIni } from './multinode.ts'

/** What an operator of the lab's cloud would have on the deploy host. */
export interface OperatorFiles {
  readonly nodes: readonly LabNode[]
  readonly hostKeys: readonly HostKey[]
  readonly manifest: LabManifest
  /** The directory of id, id.pub and passwords.yml, which are made once and then stay. */
  readonly secretsDirectory: string
}

/** Writes the run directory anew. */
export async function writeOperatorFiles(directory: string, files: OperatorFiles): Promise<void> {
  await mkdir(join(directory, 'kolla/globals.d'), { recursive: true })
  const internalAddress = files.nodes.find((node) => node.role === 'control')?.address
  if (internalAddress === undefined) throw new Error('a lab has at least one control node')
  const texts = {
    multinode: multinodeIni(files.nodes),
    known_hosts: knownHosts(files.hostKeys),
    'inventory.yml': manifestYml(files.manifest),
    'kolla/globals.yml': globalsYml({ internalAddress }),
    'kolla/globals.d/prometheus.yml': prometheusGlobalsYml(),
  }
  for (const [name, text] of Object.entries(texts)) await writeFile(join(directory, name), text)
  for (const [name, target] of Object.entries({
    id: 'id',
    'id.pub': 'id.pub',
    'passwords.yml': 'kolla/passwords.yml',
  })) {
    await copyFile(join(files.secretsDirectory, name), join(directory, target))
  }
  for (const name of ['id', 'kolla/passwords.yml']) await chmod(join(directory, name), 0o600)
}
