import type { Drift } from '../../../src/model/node-status.ts'
import type { Reason } from '../../../src/model/report.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import { type DesiredGeneration, nameOf } from '../generation/generation.ts'
import type { Facts } from '../node/facts.ts'
import { containerReasons, leftoverReasons, linkReasons, verdictOn } from '../plan/verdict.ts'
import { LABELS } from '../worker/defaults.ts'

/** Pure: what of a node is not as the generation has it that runs there, and since when. */
export function driftOf(facts: Facts, rendered: DesiredGeneration | undefined, project: string): Drift[] {
  if (facts.files.current === undefined) return []
  const reasons =
    rendered?.name === facts.files.current
      ? verdictOn(facts, rendered, project).reasons
      : ownReasons(facts, project)
  return reasons.map((reason) => dated(reason, facts))
}

/** Judged by what the generation says of itself: the manifest makes another one by now. */
function ownReasons(facts: Facts, project: string): Reason[] {
  const { files, records } = facts
  const { container: described = labelOf(facts), image = '' } = records?.generation ?? {}
  const container = containerReasons(facts, { container: described, image }, project)
  return [
    // What an older version made does not say from which image.
    ...container.filter(({ field }) => field !== 'image' || image !== ''),
    ...changedFiles(facts),
    ...linkReasons(files),
    ...leftoverReasons(facts),
  ]
}

/** A generation of an older version has no record of its container. */
function labelOf({ container }: Facts): string {
  return container?.labels[LABELS.container] ?? 'none'
}

/** A generation is named by its content: it is whole, or somebody changed it. */
function changedFiles({ files }: Facts): Reason[] {
  const onDisk = [...files.onDisk].map(([path, sha256]) => ({ path, sha256 }))
  if (nameOf(onDisk) === files.current) return []
  const later = [...files.onDisk.keys()].filter((path) => (files.changedAt?.get(path) ?? 0) > files.swappedAt)
  const fields = later.length === 0 ? ['files'] : later
  return fields.map((field) => ({
    field,
    current: safeLine('changed by hand'),
    desired: safeLine('as rendered'),
  }))
}

function dated(reason: Reason, facts: Facts): Drift {
  const since = changedAt(reason.field, facts)
  return since === undefined || since === 0 ? reason : { ...reason, since }
}

/** A container that was made by hand was started by hand; a file that is gone changed its folder. */
function changedAt(field: string, { files, container }: Facts): number | undefined {
  if (field === 'container') return container?.endedAt
  if (field.startsWith('container.')) return container?.startedAt
  const folder = field.includes('/') ? field.slice(0, field.lastIndexOf('/')) : '.'
  const isFile = FILE.test(field)
  return isFile ? (files.changedAt?.get(field) ?? files.changedAt?.get(folder)) : undefined
}

/** A path in a generation; other reasons are found by comparing, and have no time of their own. */
const FILE = /^(?:[\w.-]+\/)*[\w.-]+\.(?:yml|json|pem)$|^secrets\//u
