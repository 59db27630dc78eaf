/** The part of a stream that a printer uses; a terminal knows its size and tells when that changes. */
export interface Stream {
  write(text: string, done?: (error?: Error | null) => void): boolean
  on(event: 'error' | 'resize', listener: (error?: Error) => void): unknown
  off(event: 'error' | 'resize', listener: (error?: Error) => void): unknown
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
}

/** Where a printer writes. A reader that went away (`| head`) ends the writing, not the run. */
export interface Outlet {
  write(text: string): void
  /** Resolves when all that was written has left this process; nothing is written after it. */
  end(): Promise<void>
}

export function openOutlet(stream: Stream): Outlet {
  let open = true
  let last: Promise<void> = Promise.resolve()
  const gone = (): void => {
    open = false
  }
  stream.on('error', gone)
  return {
    write(text) {
      if (!open) return
      let written = (): void => {}
      last = new Promise((resolve) => {
        written = resolve
      })
      stream.write(text, () => written())
    },
    async end() {
      open = false
      await last
      stream.off('error', gone)
    },
  }
}

/** Writes one text, and resolves when it has left this process. */
export async function writeOnce(stream: Stream, text: string): Promise<void> {
  const outlet = openOutlet(stream)
  outlet.write(text)
  await outlet.end()
}
