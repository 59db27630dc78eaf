import { type FileHandle, mkdir, open, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { failed, type Result, success } from '../model/result.ts'
import { safeLine } from '../values/safe-text.ts'
import type { JournalEntry } from './entry.ts'
import { openReserve, type Reserve } from './reserve.ts'

/** What is being done, on this machine's disk before it is done. */
export interface Journal {
  readonly path: string
  /** Settles when the entry would survive a power cut. Never rejects. */
  write(entry: JournalEntry): Promise<Result<void>>
  close(): Promise<void>
}

/** A new journal, with room for it. Rejects where the file exists or cannot be made, or the disk has no room. */
export async function openJournal(path: string, now: () => Date): Promise<Journal> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(path, 'ax', 0o600)
  try {
    const reserve = await openReserve(dirname(path))
    await syncDirectory(dirname(path))
    return journalOn(file, { path, now, reserve })
  } catch (error) {
    await file.close()
    await unlink(path)
    throw error
  }
}

/** A new file is lost in a power cut unless its folder was written as well. */
async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}

/** Writes to the end of the journal's file, from the reserve where the disk is full. Leaves no half entry behind. */
function appending(file: FileHandle, reserve: Reserve): (bytes: Buffer) => Promise<void> {
  let length = 0
  return async (bytes) => {
    for (;;) {
      try {
        await file.appendFile(bytes)
        await file.datasync()
        length += bytes.length
        return
      } catch (error) {
        await file.truncate(length)
        if (!isFull(error) || !(await reserve.give())) throw error
      }
    }
  }
}

/** Entries that come while the disk is busy go there together: a thousand nodes need no thousand syncs. */
function journalOn(
  file: FileHandle,
  { path, now, reserve }: { readonly path: string; readonly now: () => Date; readonly reserve: Reserve },
): Journal {
  const append = appending(file, reserve)
  let waiting: string[] = []
  let next: Promise<Result<void>> | undefined
  let last: Promise<Result<void>> = Promise.resolve(success(undefined))
  const flush = async (): Promise<Result<void>> => {
    await last
    const lines = waiting
    waiting = []
    next = undefined
    try {
      await append(Buffer.from(lines.join('')))
      return success(undefined)
    } catch (error) {
      return failed({ reason: 'journal-failed', path, evidence: safeLine(String(error)) })
    }
  }
  return {
    path,
    async write(entry) {
      waiting.push(`${JSON.stringify({ at: now().toISOString(), ...entry })}\n`)
      if (next === undefined) {
        next = flush()
        last = next
      }
      return next
    },
    async close() {
      await last
      await reserve.close()
      await file.close()
    },
  }
}
