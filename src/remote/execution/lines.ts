/** Bytes of a single line that are accepted; a longer one is not output of a program of kolla-mimir. */
const LONGEST_LINE = 1024 * 1024

const NEWLINE = 0x0a

/** Cuts a stream of bytes into lines, so that a character split over two packets stays whole. */
export interface LineSplitter {
  /** Hands on each line that is complete now. False once a line is too long or is refused: nothing more is handed on. */
  add(chunk: Buffer): boolean
}

export function createLineSplitter(onLine: (line: string) => boolean, longest = LONGEST_LINE): LineSplitter {
  let parts: Buffer[] = []
  let length = 0
  let broken = false

  const finish = (rest: Buffer): void => {
    const line = Buffer.concat([...parts, rest]).toString('utf8')
    parts = []
    length = 0
    broken = !onLine(line)
  }

  return {
    add(chunk) {
      let from = 0
      while (!broken && from < chunk.length) {
        const newline = chunk.indexOf(NEWLINE, from)
        const piece = chunk.subarray(from, newline === -1 ? chunk.length : newline)
        if (length + piece.length > longest) {
          broken = true
          parts = []
        } else if (newline === -1) {
          parts.push(Buffer.from(piece))
          length += piece.length
        } else finish(piece)
        from += piece.length + 1
      }
      return !broken
    },
  }
}
