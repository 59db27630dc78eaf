import { pause } from '../../play/interruption.ts'
import { onInterrupt } from '../signals.ts'

/** How one round ended. */
export interface Round {
  readonly exitCode: number
  readonly interrupted: boolean
}

/**
 * Runs again and again, with so many seconds between two rounds, until the operator interrupts. That is the ordinary
 * end of a watch, so the exit code is that of the last round that ended, if there is one.
 */
export async function watch(
  seconds: number,
  once: () => Promise<Round>,
  between: () => void,
): Promise<number> {
  let last: number | undefined
  for (;;) {
    const round = await once()
    if (round.interrupted) return last ?? round.exitCode
    last = round.exitCode
    if (await interruptedWithin(seconds)) return last
    between()
  }
}

async function interruptedWithin(seconds: number): Promise<boolean> {
  const interrupted = new AbortController()
  const stopListening = onInterrupt(() => interrupted.abort())
  await pause(seconds * 1000, interrupted.signal)
  stopListening()
  return interrupted.signal.aborted
}
