import { holderName, whoAmI } from '../journal/process.ts'
import type { LeaseRequest } from '../model/lease-request.ts'
import { safeLine } from '../values/safe-text.ts'

/** What the leases of a run say of it: which it is, where it runs and what it does. */
export function leaseRequestOf(run: string, reason: string): LeaseRequest {
  return { run, holder: safeLine(holderName(whoAmI())), reason: safeLine(reason) }
}
