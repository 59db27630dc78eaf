import type { Failure } from '../model/failure.ts'
import type { FailureKind } from './node-outcome.ts'

const FAILURE_KINDS: Partial<Record<Failure['reason'], FailureKind>> = {
  'ssh-unreachable': 'unreachable',
  'connection-lost': 'unreachable',
  deadline: 'timed-out',
  unproven: 'unverified',
}

/** What kind of failure counts for a node; every other reason is a plain failure. */
export function failureKindOf({ reason }: Failure): FailureKind {
  return FAILURE_KINDS[reason] ?? 'failed'
}
