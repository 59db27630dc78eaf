/** Seen from the operator, each of these asks the run to end: Ctrl-C, a supervisor, a terminal that went away. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Milliseconds between two looks at who started us. */
const PARENT_EVERY = 1000

/**
 * Calls `interrupt` for each wish to end. npx does not pass SIGTERM on: it dies and leaves its child to run, so a
 * parent that is gone counts as the same wish. Gives a function that stops listening.
 */
export function onInterrupt(interrupt: () => void): () => void {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid !== parent) wish()
  }, PARENT_EVERY)
  watch.unref()
  // A signal to the whole group ends npx as well: that its end follows is no second wish.
  const wish = (): void => {
    clearInterval(watch)
    interrupt()
  }
  for (const signal of SIGNALS) process.on(signal, wish)
  return () => {
    clearInterval(watch)
    for (const signal of SIGNALS) process.off(signal, wish)
  }
}
