/** Seen from the operator, each of these asks the run to end: Ctrl-C, a supervisor, a terminal that went away. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Milliseconds between two looks at who started us. */
const PARENT_EVERY = 1000

/**
 * Calls `interrupt` for each wish to end. npx does not pass SIGTERM on: it dies and leaves its child to run, so a
 * parent that is gone counts as the same wish. Gives a function that stops listening.
 */
export function onInterrupt(interrupt: () => void): () => void {
  for (const signal of SIGNALS) process.on(signal, interrupt)
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    interrupt()
  }, PARENT_EVERY)
  watch.unref()
  return () => {
    clearInterval(watch)
    for (const signal of SIGNALS) process.off(signal, interrupt)
  }
}
