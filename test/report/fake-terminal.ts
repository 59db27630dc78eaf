import { FakeStream } from './fake-stream.ts'

/**
 * A terminal as far as the tree needs one: it obeys the sequences that the tree writes and throws on any other, and on
 * a line that would wrap. It keeps every line, also those that scrolled off.
 */
export class FakeTerminal extends FakeStream {
  cursorHidden = false
  #lines: string[] = ['']
  #at = 0

  constructor(size: { columns: number; rows: number }) {
    super({ isTTY: true, ...size })
  }

  override write(text: string, done?: () => void): boolean {
    for (const piece of text.split(/(\p{Cc}(?:\[[?\d]*[a-zA-Z])?)/u)) this.#obey(piece)
    return super.write(text, done)
  }

  seen(): string[] {
    return this.#lines.at(-1) === '' ? this.#lines.slice(0, -1) : [...this.#lines]
  }

  #obey(piece: string): void {
    const [, up] = /^\p{Cc}\[(\d+)A$/u.exec(piece) ?? []
    if (up !== undefined) this.#up(Number(up))
    else if (piece === '\n') this.#down()
    else if (piece.endsWith('[2K')) this.#lines[this.#at] = ''
    else if (piece.endsWith('[0J')) this.#lines = [...this.#lines.slice(0, this.#at), '']
    else if (/^\p{Cc}\[\?25[lh]$/u.test(piece)) this.cursorHidden = piece.endsWith('l')
    else if (piece !== '\r' && piece !== '') this.#put(piece)
  }

  #up(rows: number): void {
    if (rows > Math.min(this.#at, this.rows - 1)) throw new Error(`the cursor cannot go ${rows} rows up`)
    this.#at -= rows
  }

  #down(): void {
    this.#at += 1
    if (this.#at === this.#lines.length) this.#lines.push('')
  }

  #put(text: string): void {
    if (/\p{Cc}/u.test(text)) throw new Error(`the terminal was not told about ${JSON.stringify(text)}`)
    if (text.length > this.columns) throw new Error(`too wide: ${text}`)
    this.#lines[this.#at] += text
  }
}
