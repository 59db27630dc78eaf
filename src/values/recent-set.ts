/** A set that forgets: its memory has a limit, however long a process lives. */
export interface RecentSet {
  readonly has: (value: string) => boolean
  readonly add: (value: string) => void
}

/** The last `most` values that were added. */
export function recentSet(most: number): RecentSet {
  const values = new Set<string>()
  return {
    has: (value) => values.has(value),
    add: (value) => {
      values.delete(value)
      values.add(value)
      const [oldest] = values
      if (values.size > most && oldest !== undefined) values.delete(oldest)
    },
  }
}
