import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { failed, type Result, success } from '../model/result.ts'
import { safeLine } from '../values/safe-text.ts'
import type { JournalEntry } from './entry.ts'

/** What is being done, on this machine's disk before it is done. */
export interface Journal {
  readonly path: string
  /** Settles when the entry would survive a power cut. Never rejects. */
  write(entry: JournalEntry): Promise<Result<void>>
  close(): Promise<void>
}

/** A new journal. Rejects where the file exists or cannot be made. */
export async function openJournal(path: string, now: () => Date): Promise<Journal> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const file = await open(path, 'ax', 0o600)
  await syncDirectory(dirname(path))
  return journalOn(file, path, now)
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

/** Entries that come while the disk is busy go there together: a thousand nodes need no thousand syncs. */
function journalOn(
  file: Pick<FileHandle, 'appendFile' | 'datasync' | 'close'>,
  path: string,
  now: () => Date,
): Journal {
  let waiting: string[] = []
  let next: Promise<Result<void>> | undefined
  let last: Promise<Result<void>> = Promise.resolve(success(undefined))
  const flush = async (): Promise<Result<void>> => {
    await last
    const lines = waiting
    waiting = []
    next = undefined
    try {
      await file.appendFile(lines.join(''))
      await file.datasync()
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
      await file.close()
    },
  }
}
