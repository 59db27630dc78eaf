import { setMaxListeners } from 'node:events'

/**
 * What an operator wants who interrupts: first that nothing new begins and what is under way comes to its end,
 * then that everything stops now.
 */
export interface Interruption {
  /** Aborted by the first wish: begin nothing new. */
  readonly stopping: AbortSignal
  /** Aborted by the second: end what is under way. */
  readonly aborting: AbortSignal
  /** Say the wish once more; tells which of the two it was. */
  readonly interrupt: () => 'stopping' | 'aborting'
}

export function interruption(): Interruption {
  const stop = new AbortController()
  const abort = new AbortController()
  // Every node that waits listens; that many are no leak.
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

/** Resolves after so many milliseconds, or at once when the signal is aborted. Never rejects. */
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
