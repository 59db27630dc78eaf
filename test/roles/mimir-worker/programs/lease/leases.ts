import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type LeaseOnNode, readLease } from '../../../../../roles/mimir-worker/node/lease.ts'
import type { World } from '../node-world.ts'

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

const HISTORY = { WHO: 'root@deploy 1', WHY: 'rollout', REVISION: 'abc123' } as const

/** What confirm and revert are told. */
export const ENDING = { ...HELD, ...HISTORY, HOW: 'confirmed', RELEASE: 'no', KEEP: '5' } as const

/** Seconds since 1970, as the node tells them. */
export function now(): number {
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

export function leaseOf({ directory }: World): LeaseOnNode | undefined {
  return readLease(readFileSync(join(directory, 'lease'), 'utf8'))
}

/** The lines of a file of the node, each split at its tabs, without the time that it begins with. */
export function noted({ directory }: World, file: 'history' | 'journal'): string[][] {
  const text = readFileSync(join(directory, file), 'utf8')
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split('\t').slice(1))
}
