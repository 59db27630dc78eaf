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
  readonly rootfs: Readonly<Record<SuiteName, string>>
  /** The OCI image layout that the registry serves. */
  readonly store: string
  /** A Prometheus binary that the master runs, one process a tenant. */
  readonly prometheus: string
  /** The worker's image as nodes pull it. */
  readonly workerImage: string
}

/** Builds what the cache lacks. Only one process on this machine does so at a time; others wait for it. */
export async function prepareCache(progress: Progress): Promise<Cache> {
  const cache = cacheDirectory()
  await mkdir(cache, { recursive: true })
  // It holds setuid programs that nobody updates: not for other users of this machine.
  await chmod(cache, 0o700)
  return withLock(join(cache, 'lock'), progress, () => build(cache, progress))
}

/** All three parts come to an end before the lock is given back, also when one of them fails. */
async function build(cache: string, progress: Progress): Promise<Cache> {
  const bookworm = buildRootfs(cache, 'bookworm', progress)
  const trixie = buildRootfs(cache, 'trixie', progress)
  const images = buildImages({ cache, log: progress })
  await Promise.allSettled([bookworm, trixie, images])
  return { rootfs: { bookworm: await bookworm, trixie: await trixie }, ...(await images) }
}
