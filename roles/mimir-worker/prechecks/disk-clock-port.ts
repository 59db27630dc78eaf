import type { PrecheckFinding, PrecheckResult } from '../../../src/model/precheck.ts'
import { endpoint } from '../../../src/values/endpoint.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import type { Facts } from '../node/facts.ts'
import { portFailure } from '../plan/plan.ts'
import type { Listen, WorkerSettings } from '../worker/vars.ts'
import type { CommandOutput, Disk, Inspection } from './inspection.ts'
import { broken, failing, notReached, passed, skipped } from './result.ts'

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
  const { files, images } = disks
  const short = shortage(images, hasImage ? IMAGES / 2 : IMAGES) ?? shortage(files, FILES)
  if (short !== undefined) return failing('disk', short)
  if (images === undefined) return notReached('disk', 'engine')
  if ('exit' in images) return notInspected(images)
  if ('exit' in files) return notInspected(files)
  const free = (place: Disk): string => `${(place.free / 1024 ** 3).toFixed(1)} GiB`
  return passed('disk', { [images.mount]: free(images), [files.mount]: free(files), directory })
}

function shortage(place: Disk | CommandOutput | undefined, wanted: number): PrecheckFinding | undefined {
  if (place === undefined || 'exit' in place) return undefined
  const { mount: path, free, freeInodes } = place
  if (free < wanted) return { kind: 'disk-short', path, free, wanted }
  return freeInodes < INODES ? { kind: 'inodes-short', path, free: freeInodes } : undefined
}

function notInspected({ text }: CommandOutput): PrecheckResult {
  return skipped('disk', { kind: 'not-inspected', command: 'df -P', evidence: safeLine(text) })
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
