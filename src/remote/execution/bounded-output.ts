/** Bytes that are kept of a stream's beginning, and as many of its end. */
const KEPT = 64 * 1024

/** What a process wrote: its beginning and its end, whatever the length; the middle is counted and let go. */
export interface BoundedOutput {
  add(chunk: Buffer): void
  /** As UTF-8, with a line that says how much was left out. */
  text(): string
}

/** Keeps the first and the last `kept` bytes. */
export function createBoundedOutput(kept: number = KEPT): BoundedOutput {
  const head: Buffer[] = []
  let headLength = 0
  let ring = Buffer.alloc(0)
  let passed = 0

  const keepTail = (bytes: Buffer): void => {
    if (ring.length === 0) ring = Buffer.alloc(kept)
    const last = bytes.subarray(Math.max(0, bytes.length - kept))
    passed += bytes.length
    const start = (passed - last.length) % kept
    const fitting = Math.min(last.length, kept - start)
    last.copy(ring, start, 0, fitting)
    last.copy(ring, 0, fitting)
  }

  return {
    add(chunk) {
      const room = Math.min(kept - headLength, chunk.length)
      if (room > 0) head.push(Buffer.from(chunk.subarray(0, room)))
      headLength += room
      if (room < chunk.length) keepTail(chunk.subarray(room))
    },
    text() {
      const start = Buffer.concat(head)
      if (passed <= kept) return Buffer.concat([start, ring.subarray(0, passed)]).toString('utf8')
      const end = Buffer.concat([ring.subarray(passed % kept), ring.subarray(0, passed % kept)])
      return elided(start, end, passed - kept)
    },
  }
}

/** Both ends, cut where characters end, around a line that says how many bytes are missing. */
function elided(head: Buffer, tail: Buffer, between: number): string {
  const start = head.subarray(0, endOfWholeCharacters(head))
  const end = tail.subarray(startOfWholeCharacters(tail))
  const missing = between + (head.length - start.length) + (tail.length - end.length)
  return `${start.toString('utf8')}\n… ${missing} bytes left out …\n${end.toString('utf8')}`
}

/** A UTF-8 character has at most three continuation bytes, 10xxxxxx. */
const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80

function startOfWholeCharacters(bytes: Buffer): number {
  let at = 0
  while (at < 3 && isContinuation(bytes[at])) at += 1
  return at
}

function endOfWholeCharacters(bytes: Buffer): number {
  let lead = bytes.length - 1
  while (lead > bytes.length - 4 && isContinuation(bytes[lead])) lead -= 1
  const first = bytes[lead] ?? 0
  const width = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1
  return lead + width > bytes.length ? lead : bytes.length
}
