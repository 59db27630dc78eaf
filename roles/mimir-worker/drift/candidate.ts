import { outOfRange } from '../../../src/manifest/values/duration-range.ts'
import type { Adoptable } from '../../../src/model/adoption.ts'
import { parseDuration } from '../../../src/values/duration.ts'
import type { WorkerVars } from '../worker/vars.ts'
import type { differing, Setting } from './settings-in-files.ts'

/** A setting in the texts of a node, and as rendered. */
export type Change = ReturnType<typeof differing>[number]

/** Settings that would explain a change: with them the worker would be rendered from these vars. */
export interface AdoptionCandidate {
  readonly settings: readonly Adoptable[]
  readonly vars: WorkerVars
  /** What else they are written to beside the place that was changed. */
  readonly goesWith?: (setting: Setting) => boolean
}

/** Whether a key takes it: a duration within the range that the manifest allows there. */
export function isDuration(value: unknown, range: readonly [string, string]): value is string {
  if (typeof value !== 'string' || parseDuration(value) === undefined) return false
  return outOfRange([], value, range).length === 0
}

/** Whether a key takes it: a whole number from 1 on. */
export function isCount(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= most
}
