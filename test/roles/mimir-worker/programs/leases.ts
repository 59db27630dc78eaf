import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { World } from './node-world.ts'

/** What the holder of the sample lease tells every program. */
export const HELD = { RUN: 'run-1', TOKEN: '1', TTL: '180' } as const

/** What stage is told by who wants the lease. */
export const WISH = {
  RUN: 'run-1',
  HOLDER: 'root@deploy 1',
  REASON: 'rollout',
  TTL: '180',
  BREAK: '',
  DEAD: '',
} as const

/** Seconds since 1970, as the node tells them. */
function now(): number {
  return Math.floor(Date.now() / 1000)
}

/** Puts a lease on the node: held by run-1 with the token 1, and live. */
export function putLease({ directory }: World, changes: Readonly<Record<string, unknown>> = {}): void {
  const lease: Record<string, unknown> = {
    run: 'run-1',
    token: 1,
    holder: 'root@deploy 1',
    state: 'held',
    since: now(),
    renewed: now(),
    expires: now() + 180,
    reason: 'rollout',
    ...changes,
  }
  const lines = Object.entries(lease).map(([key, value]) => `${key}=${String(value)}\n`)
  writeFileSync(join(directory, 'lease'), lines.join(''))
}
