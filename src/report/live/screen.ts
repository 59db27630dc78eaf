import { widthOf } from '../text/columns.ts'
import { openOutlet, type Stream } from '../text/output.ts'

const HIDE_CURSOR = '\u001b[?25l'
const SHOW_CURSOR = '\u001b[?25h'
const ERASE_LINE = '\u001b[2K'
const ERASE_BELOW = '\u001b[0J'

/** The bottom of a terminal, drawn over again and again; above it stays what was printed. */
export interface Screen {
  /** Replaces the lines drawn last. They must be narrower than the terminal. */
  draw(lines: readonly string[]): void
  /** Lines that stay, above what is drawn. */
  print(lines: readonly string[]): void
  /** Erases what is drawn and gives the cursor back until the function that it gives is called. */
  suspend(): () => void
  /** Leaves `lines` in the place of what was drawn, gives the cursor back, and writes nothing any more. */
  close(lines: readonly string[]): Promise<void>
}

export interface Size {
  readonly columns: number
  readonly rows: number
}

/** What is on the screen, and how wide that was. */
interface Drawn {
  readonly lines: readonly string[]
  readonly columns: number
}

/** The size of a terminal; of an old one where it does not say. */
export function sizeOf(stream: Stream): Size {
  return { columns: stream.columns || 80, rows: stream.rows || 24 }
}

/** Hides the cursor until it is closed, or this process exits. `onResize` should draw again. */
export function openScreen(stream: Stream, onResize: () => void): Screen {
  const outlet = openOutlet(stream)
  const drawing = drawingOn(stream, (text) => outlet.write(text))
  let state: 'open' | 'suspended' | 'closed' = 'open'
  const waiting: string[] = []
  const resume = (): void => {
    if (state !== 'suspended') return
    state = 'open'
    outlet.write(HIDE_CURSOR)
    drawing.replace(waiting.splice(0), [])
    onResize()
  }
  outlet.write(HIDE_CURSOR)
  const detach = attach(stream, () => state === 'open' && onResize())
  return {
    draw(lines) {
      if (state === 'open') drawing.redraw(lines)
    },
    print(lines) {
      if (state === 'open') drawing.replace(lines)
      if (state === 'suspended') waiting.push(...lines)
    },
    suspend() {
      if (state !== 'open') return resume
      state = 'suspended'
      drawing.replace([], [])
      outlet.write(SHOW_CURSOR)
      return resume
    },
    async close(lines) {
      if (state === 'closed') return
      state = 'closed'
      detach()
      drawing.replace([...waiting, ...lines], [])
      outlet.write(SHOW_CURSOR)
      await outlet.end()
    },
  }
}

/** Listens for resizes, and gives the cursor back where this process exits, until it is detached. */
function attach(stream: Stream, resized: () => unknown): () => void {
  const restore = (): void => void stream.write(SHOW_CURSOR)
  stream.on('resize', resized)
  process.once('exit', restore)
  return () => {
    stream.off('resize', resized)
    process.off('exit', restore)
  }
}

interface Drawing {
  readonly replace: (kept: readonly string[], lines?: readonly string[]) => void
  /** Replaces them only where they differ. */
  readonly redraw: (lines: readonly string[]) => void
}

/** The lines drawn last, and what takes their place: `kept` for good, then `lines`. */
function drawingOn(stream: Stream, write: (text: string) => void): Drawing {
  let drawn: Drawn = { lines: [], columns: 0 }
  const replace = (kept: readonly string[], lines = drawn.lines): void => {
    const size = sizeOf(stream)
    const written = [...kept, ...lines].map((line) => `${ERASE_LINE}${line}\n`).join('')
    write(`${upOver(drawn, size)}${written}${ERASE_BELOW}`)
    drawn = { lines, columns: size.columns }
  }
  return {
    replace,
    redraw: (lines) => {
      if (lines.join('\n') !== drawn.lines.join('\n')) replace([], lines)
    },
  }
}

/** Moves over what was drawn; a terminal that was made narrower has wrapped it into more rows than it had lines. */
function upOver({ lines, columns }: Drawn, size: Size): string {
  const rows = (line: string): number => Math.max(1, Math.ceil(widthOf(line) / size.columns))
  const height = size.columns >= columns ? lines.length : lines.reduce((sum, line) => sum + rows(line), 0)
  return height === 0 ? '\r' : `\r\u001b[${Math.min(height, size.rows - 1)}A`
}
