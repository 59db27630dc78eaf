import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { SuiteName } from '../base/fleet-spec.ts'
import { withLock } from '../base/lock.ts'
import { cacheDirectory } from '../base/paths.ts'
import type { Progress } from '../base/progress.ts'
import { buildRootfs } from '../rootfs/rootfs.ts'
import { buildImages } from './build.ts'

/** What all labs of this machine share, built once from Debian packages. */
export interface Cache {
  readonly rootfs: Readonly<Partial<Record<SuiteName, string>>>
  /** The OCI image layout that the registry serves. */
  readonly store: string
  /** A Prometheus binary that the master runs, one process a tenant. */
  readonly prometheus: string
  /** The worker's image as nodes pull it. */
  readonly workerImage: string
}

/**
 * Builds what the cache lacks, with root file systems of these suites. Only one process on this machine does so at a
 * time; others wait for it.
 */
export async function prepareCache(progress: Progress, suites: Iterable<SuiteName>): Promise<Cache> {
  const cache = cacheDirectory()
  await mkdir(cache, { recursive: true })
  // It holds setuid programs that nobody updates: not for other users of this machine.
  await chmod(cache, 0o700)
  return withLock(join(cache, 'lock'), progress, () => build(cache, progress, [...new Set(suites)]))
}

/** All parts come to an end before the lock is given back, also when one of them fails. */
async function build(cache: string, progress: Progress, suites: readonly SuiteName[]): Promise<Cache> {
  const systems = suites.map(async (suite) => [suite, await buildRootfs(cache, suite, progress)] as const)
  const images = buildImages({ cache, log: progress })
  await Promise.allSettled([...systems, images])
  return { rootfs: Object.fromEntries(await Promise.all(systems)), ...(await images) }
}
