import type { Failure } from '../model/failure.ts'
import type { Grief } from './node-outcome.ts'

const GRIEFS: Partial<Record<Failure['reason'], Grief>> = {
  'ssh-unreachable': 'unreachable',
  'connection-lost': 'unreachable',
  deadline: 'timed-out',
  unproven: 'unverified',
}

/** How a node came to grief, for the budget; every other reason is a failure. */
export function griefOf({ reason }: Failure): Grief {
  return GRIEFS[reason] ?? 'failed'
}
