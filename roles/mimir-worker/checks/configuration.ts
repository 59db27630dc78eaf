import type { CheckResult } from '../../../src/model/check.ts'
import { safeLine } from '../../../src/values/safe-text.ts'
import { configDifferences } from '../generation/loaded-differences.ts'
import { LOG_FIELD } from '../node/wal.ts'
import { verdictOn } from '../plan/verdict.ts'
import type { Evidence } from './evidence.ts'
import { broken, passed, waiting } from './result.ts'

/**
 * What was rendered is on the disk, is what the process sees, was loaded after the swap, and is what it runs with; and
 * a new plan would find nothing to do.
 */
export function configuration({ facts, generation, project, cloudJobs = [] }: Evidence): CheckResult {
  const { files, worker } = facts
  const changed = generation.files.find(({ path, sha256 }) => files.onDisk.get(path) !== sha256)
  if (files.current !== generation.name) {
    // Nobody needs to have touched the node: the manifest or the other nodes are not what they were.
    if (cloudJobs.length > 0) return broken('configuration', { kind: 'job-elsewhere', jobs: cloudJobs })
    const found = safeLine(files.current ?? 'none')
    const difference = { field: 'generation', expected: safeLine(generation.name), found }
    return broken('configuration', { kind: 'not-as-planned', differences: [difference] })
  }
  if (changed !== undefined) {
    return broken('configuration', { kind: 'file-differs', file: changed.path, seenBy: 'disk' })
  }
  const unseen = generation.files.find(({ path, sha256 }) => files.seenByProcess.get(path) !== sha256)
  if (unseen !== undefined) {
    return broken('configuration', { kind: 'file-differs', file: unseen.path, seenBy: 'process' })
  }
  if (worker?.reloadedAt === undefined || worker.reloadedAt < files.swappedAt) {
    return waiting('configuration', { kind: 'reload-failed' })
  }
  if (!worker.reloadSuccessful) return broken('configuration', { kind: 'reload-failed' })
  const differences = configDifferences(generation, worker.config)
  if (differences.length > 0) return waiting('configuration', { kind: 'config-differs', differences })
  // A damaged log is reported by the samples that were lost with it, in the targets check.
  const reasons = verdictOn(facts, generation, project).reasons.filter(({ field }) => field !== LOG_FIELD)
  if (reasons.length > 0) {
    const left = reasons.map(({ field, current, desired }) => ({ field, expected: desired, found: current }))
    return broken('configuration', { kind: 'not-as-planned', differences: left })
  }
  return passed('configuration', {
    generation: generation.name,
    loaded: new Date(worker.reloadedAt * 1000).toISOString(),
  })
}
