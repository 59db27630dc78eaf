import { randomBytes } from 'node:crypto'
import { safeLine } from '../values/safe-text.ts'

/** The name of a run: sorts by time, and differs between two runs of the same second. */
export function runName(startedAt: string): string {
  return safeLine(
    `${startedAt.slice(0, 19).replaceAll(/[-:]/gu, '').replace('T', '-')}-${randomBytes(2).toString('hex')}`,
  )
}
