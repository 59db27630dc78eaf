import { lookup as systemLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { createSemaphore } from './semaphore.ts'

/** Look-ups at a time. Each holds one of the four threads that file access and cryptography need as well. */
const LOOKUPS = 2

/** The system's name look-up, /etc/hosts included, which cannot starve the rest of the process when DNS is slow. */
export function createLookup(lookup: LookupFunction = systemLookup): LookupFunction {
  const lookups = createSemaphore(LOOKUPS)
  return (hostname, options, callback) => {
    lookups.acquire((release) => {
      lookup(hostname, options, (...answer) => {
        release()
        callback(...answer)
      })
    })
  }
}
