import { readFile } from 'node:fs/promises'
import { failed, type Result, success } from '../model/result.ts'
import { jsonRecord, textOf } from '../values/json.ts'
import type { RunHeader, WrittenEntry } from './entry.ts'

/** Why there is no journal to read: it does not exist, cannot be read, or is no journal. */
export type Unreadable = {
  readonly reason: 'missing' | 'refused' | 'no-journal'
  readonly path: string
  readonly said: string
}

export interface JournalRead {
  readonly header: RunHeader & { readonly at: string }
  readonly entries: readonly WrittenEntry[]
}

/** Reads a journal from the disk. Never rejects. */
export async function readJournal(path: string): Promise<Result<JournalRead, Unreadable>> {
  try {
    const entries = entriesOf(await readFile(path, 'utf8'))
    const [header] = entries
    if (header?.type === 'run') return success({ header, entries })
    return failed({ reason: 'no-journal', path, said: 'its first line is not the header of a run' })
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return failed({ reason: missing ? 'missing' : 'refused', path, said: String(error) })
  }
}

/**
 * The entries of a journal's text. A controller that was killed may have written half a line: what an incomplete
 * entry says was not done yet, because everything is written before it is done.
 */
export function entriesOf(text: string): WrittenEntry[] {
  return text
    .split('\n')
    .slice(0, -1)
    .flatMap((line) => {
      const record = jsonRecord(line)
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by this program, one entry a line
      return record !== undefined && textOf(record, 'type') !== '' ? [record as unknown as WrittenEntry] : []
    })
}
