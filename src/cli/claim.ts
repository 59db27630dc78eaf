import { holderName, whoAmI } from '../journal/process.ts'
import type { Claim } from '../model/lease-claim.ts'
import { safeLine } from '../values/safe-text.ts'

/** What the leases of a run say of it: which it is, where it runs and what it does. */
export function claimOf(run: string, reason: string): Claim {
  return { run, holder: safeLine(holderName(whoAmI())), reason: safeLine(reason) }
}
