import { setMaxListeners } from 'node:events'
import type { Command } from '../../model/host.ts'

/** Milliseconds of silence after a process ended, after which an output still open is a background child's. */
const GRACE = 2000

/** What ends the wait for a process, other than the process. */
export interface Limits {
  /** Output came: it is not silent. */
  outputReceived(): void
  /** The process ended: from now on silence ends the wait. */
  ended(): void
  /** Stops watching. */
  end(): void
}

interface LimitCallbacks {
  readonly late: () => void
  readonly aborted: () => void
  readonly quiet: () => void
}

/** Watches the deadline, the abort signal and, once the process ended, the silence. Each calls back at most once. */
export function watchLimits({ deadline, signal }: Command, { late, aborted, quiet }: LimitCallbacks): Limits {
  const timer = setTimeout(late, deadline)
  let grace: NodeJS.Timeout | undefined
  if (signal !== undefined) {
    // One signal stops a whole fleet, and Node warns of a leak at the eleventh listener.
    setMaxListeners(0, signal)
    signal.addEventListener('abort', aborted, { once: true })
  }
  return {
    outputReceived: () => grace?.refresh(),
    ended: () => {
      grace ??= setTimeout(quiet, GRACE)
    },
    end: () => {
      clearTimeout(timer)
      clearTimeout(grace)
      signal?.removeEventListener('abort', aborted)
    },
  }
}
