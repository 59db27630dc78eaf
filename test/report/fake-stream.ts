import type { Stream } from '../../src/report/text/output.ts'

type Listener = (error?: Error) => void

/** A stream that keeps what is written, has the size it is told, and can break as a closed pipe does. */
export class FakeStream implements Stream {
  readonly isTTY: boolean
  columns: number
  rows: number
  written = ''
  writes = 0
  readonly #listeners = new Map<string, Set<Listener>>()

  constructor({ isTTY = false, columns = 80, rows = 24 } = {}) {
    this.isTTY = isTTY
    this.columns = columns
    this.rows = rows
  }

  write(text: string, done?: () => void): boolean {
    this.written += text
    this.writes += 1
    if (done !== undefined) queueMicrotask(done)
    return true
  }

  on(event: 'error' | 'resize', listener: Listener): this {
    this.#listeners.set(event, (this.#listeners.get(event) ?? new Set()).add(listener))
    return this
  }

  off(event: 'error' | 'resize', listener: Listener): this {
    this.#listeners.get(event)?.delete(listener)
    return this
  }

  emit(event: 'error' | 'resize', error?: Error): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(error)
  }

  resize(columns: number, rows: number): void {
    this.columns = columns
    this.rows = rows
    this.emit('resize')
  }

  listening(): number {
    return [...this.#listeners.values()].reduce((sum, listeners) => sum + listeners.size, 0)
  }

  lines(): string[] {
    return this.written.split('\n').slice(0, -1)
  }
}
