import { type Cloud, type KollaSources, readCloud } from '../../src/kolla/cloud.ts'
import { originText } from '../../src/kolla/files/variable.ts'
import type { Resolved } from '../../src/kolla/resolve.ts'
import { memoryFiles } from './memory-files.ts'
import { sentence } from './sentence.ts'

/** A globals.yml that says nothing but the release. */
export const GLOBALS = 'openstack_release: "2025.1"\n'

/** Reads a cloud from files in memory: /k is the configuration directory, /i/multinode the inventory. */
export function cloudOf(
  files: Readonly<Record<string, string>>,
  sources: Partial<KollaSources> = {},
): { cloud: Cloud | undefined; problems: readonly string[] } {
  const disk = { '/k/globals.yml': GLOBALS, ...files }
  const { cloud, problems } = readCloud(
    { configdir: '/k', inventory: ['/i/multinode'], ...sources },
    memoryFiles(disk),
  )
  return { cloud, problems: problems.map(sentence) }
}

/** A resolved variable on one line. */
export function shown(resolved: Resolved | undefined): string {
  if (!resolved) return 'no cloud'
  return resolved.known
    ? `${JSON.stringify(resolved.value)} from ${originText(resolved.origin)}`
    : `${resolved.reason}: ${sentence(resolved.problem)}`
}
