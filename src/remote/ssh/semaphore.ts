/**
 * A queue before something that only so many may use at a time. Not p-limit, which starts work a microtask later and
 * takes the end of a promise for the release.
 */
export interface Semaphore {
  /** Calls `use` as soon as there is room, at once where there is some. `use` gets the function that releases its place. */
  acquire(use: (release: () => void) => void): void
}

export function createSemaphore(places: number): Semaphore {
  const waiting: (() => void)[] = []
  let free = places
  const next = (): void => {
    if (free === 0) return
    const turn = waiting.shift()
    if (turn === undefined) return
    free -= 1
    turn()
  }
  return {
    acquire(use) {
      waiting.push(() => {
        let released = false
        use(() => {
          if (released) return
          released = true
          free += 1
          next()
        })
      })
      next()
    },
  }
}
