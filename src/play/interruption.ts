import { setMaxListeners } from 'node:events'

/**
 * The operator's interruptions: the first begins nothing new and lets what is under way end; the second stops
 * everything now.
 */
export interface Interruption {
  /** Aborted by the first interruption: begin nothing new. */
  readonly stopping: AbortSignal
  /** Aborted by the second: end what is under way. */
  readonly aborting: AbortSignal
  /** Counts one more interruption, and returns which of the two it was. */
  readonly interrupt: () => 'stopping' | 'aborting'
}

export function interruption(): Interruption {
  const stop = new AbortController()
  const abort = new AbortController()
  // Every node that waits has a listener; so many are no leak.
  setMaxListeners(0, stop.signal, abort.signal)
  return {
    stopping: stop.signal,
    aborting: abort.signal,
    interrupt: () => {
      if (stop.signal.aborted) abort.abort()
      stop.abort()
      return abort.signal.aborted ? 'aborting' : 'stopping'
    },
  }
}

/**
 * Resolves after so many milliseconds, or at once when the signal is aborted. Never rejects. Not node:timers/promises,
 * because Vitest's fake timers do not reach it.
 */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve()
      return
    }
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    signal.addEventListener('abort', end, { once: true })
  })
}
