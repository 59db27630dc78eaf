import type { PrecheckResult } from '../../../src/model/precheck.ts'
import { endpoint } from '../../../src/values/endpoint.ts'
import type { Facts } from '../node/facts.ts'
import { portFailure } from '../plan/plan.ts'
import type { Listen, WorkerSettings } from '../worker/vars.ts'
import type { Disk, Inspection } from './inspection.ts'
import { broken, failing, passed, skipped } from './result.ts'

/** Bytes: an image of Prometheus unpacked and beside it the packed layers, and two hours of metrics. */
const IMAGES = 1024 ** 3
const FILES = 64 * 1024 ** 2
const INODES = 2000

/** Space where images and data live, and where the worker's files do. */
export function disk(
  { disks }: Inspection,
  { directory }: WorkerSettings,
  hasImage: boolean,
): PrecheckResult {
  const places: readonly (readonly [Disk | undefined, number])[] = [
    [disks.images, hasImage ? IMAGES / 2 : IMAGES],
    [disks.files, FILES],
  ]
  for (const [place, wanted] of places) {
    if (place === undefined) continue
    const { mount: path, free, freeInodes } = place
    if (free < wanted) return failing('disk', { kind: 'disk-short', path, free, wanted })
    if (freeInodes < INODES) return failing('disk', { kind: 'inodes-short', path, free: freeInodes })
  }
  if (disks.images === undefined) return skipped('disk', { kind: 'no-tool', tools: ['df'] })
  const free = (place: Disk): string => `${(place.free / 1024 ** 3).toFixed(1)} GiB`
  return passed('disk', {
    [disks.images.mount]: free(disks.images),
    ...(disks.files === undefined ? {} : { [disks.files.mount]: free(disks.files) }),
    directory,
  })
}

/** Seconds by which a clock may differ; Mimir refuses ten minutes, and alerts are wrong long before that. */
const MOST_SKEW = 30

/** The node's clock against the one here. */
export function clock({ skew = 0 }: Facts): PrecheckResult {
  if (Math.abs(skew) > MOST_SKEW)
    return failing('clock', { kind: 'clock-skewed', ahead: skew, limit: MOST_SKEW })
  return passed('clock', { skew: `${skew} s` })
}

/** Whether the worker's port is free, or its own already. */
export function port(facts: Facts, listen: Listen): PrecheckResult {
  const failure = portFailure(facts, listen)
  if (failure !== undefined) return broken('port', failure)
  const { container } = facts
  return passed('port', {
    [endpoint(listen)]: container?.status === 'running' ? `the worker ${container.id.slice(0, 12)}` : 'free',
  })
}
