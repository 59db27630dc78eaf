/** A queue before something that only so many may use at a time. */
export interface Semaphore {
  /** Calls `use` when it is its turn, at once where there is room. `use` gets what gives the place back. */
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
