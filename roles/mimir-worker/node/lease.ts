import { type SafeText, safeLine } from '../../../src/values/safe-text.ts'

/** Seconds that a lease outlives its last renewal. A run that waits renews it three times as often. */
export const LEASE_SECONDS = 180

/** The right to change a node, as its holder knows it. The token distinguishes successive holders. */
export interface Lease {
  readonly run: string
  readonly token: number
}

/** A node's lease as its file has it, its times in seconds of the node's clock. */
export interface LeaseOnNode extends Lease {
  readonly holder: SafeText
  readonly state: 'held' | 'free'
  readonly since: number
  readonly renewed: number
  readonly expires: number
  readonly reason: SafeText
}

/** Pure: the lease out of its file; undefined where there is none, or none that says whose it is. */
export function readLease(text: string): LeaseOnNode | undefined {
  const value = keyed(text)
  if (value('run') === '') return undefined
  return {
    run: safeLine(value('run')),
    token: count(value('token')),
    holder: safeLine(value('holder')),
    state: value('state') === 'held' ? 'held' : 'free',
    since: count(value('since')),
    renewed: count(value('renewed')),
    expires: count(value('expires')),
    reason: safeLine(value('reason')),
  }
}

/** Seconds that a clock may be set back while a lease is held. */
const SKEW = 60

/** Pure: whether a run holds it; what expires later than a renewal can reach was written while the clock was ahead. */
export function isLive({ state, expires }: Pick<LeaseOnNode, 'state' | 'expires'>, now: number): boolean {
  return state === 'held' && expires > now && expires <= now + LEASE_SECONDS + SKEW
}

/** Pure: lines of key=value; what is not there is empty. */
export function keyed(text: string): (key: string) => string {
  const pairs = text.split('\n').map((line): [string, string] => {
    const at = line.indexOf('=')
    return [line.slice(0, at), line.slice(at + 1)]
  })
  const values = new Map(pairs)
  return (key) => values.get(key) ?? ''
}

/** Pure: a whole number as a node wrote it; 0 for what is none. */
export function count(text: string): number {
  return /^\d{1,15}$/u.test(text) ? Number(text) : 0
}

/** Pure: text as one field of a line that a node keeps. */
export function oneField(text: string): SafeText {
  return safeLine(text)
}
