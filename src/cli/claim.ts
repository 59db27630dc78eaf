import { hostname, userInfo } from 'node:os'
import type { Claim } from '../model/claim.ts'
import { safeLine } from '../model/safe-text.ts'

/** What the leases of a run say of it: which it is, where it runs and what it does. */
export function claimOf(run: string, verb: string): Claim {
  return { run, holder: safeLine(`${user()}@${hostname()} ${process.pid}`), reason: safeLine(verb) }
}

/** Who runs as a number that no account has is that number. */
function user(): string {
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.() ?? '?'}`
  }
}
