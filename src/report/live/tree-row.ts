/** How a node left a phase; `absent` where the phase never called for it. */
export type RowEnd = 'done' | 'failed' | 'absent'

/** A node in a phase, told of by events, shown by a task of the tree that may begin later. */
export interface TreeRow {
  /** What it is doing; empty while it waits for its turn. */
  say(text: string): void
  finish(end: RowEnd): void
  /** Passes on what is said, beginning with the last that was. */
  show(shown: (text: string) => void): void
  readonly ended: Promise<RowEnd>
}

export function treeRow(): TreeRow {
  let text: string | undefined
  let shown: ((text: string) => void) | undefined
  let finish: (end: RowEnd) => void = () => {}
  const ended = new Promise<RowEnd>((resolve) => {
    finish = resolve
  })
  return {
    say(said) {
      text = said
      shown?.(said)
    },
    finish: (end) => finish(end),
    show(passed) {
      shown = passed
      if (text !== undefined) passed(text)
    },
    ended,
  }
}
