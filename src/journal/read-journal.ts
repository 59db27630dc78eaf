import { readFile } from 'node:fs/promises'
import { failed, type Result, success } from '../model/result.ts'
import { isRecord, type JsonRecord, jsonRecord, textOf } from '../values/json.ts'
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
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- isWhole looked at what every entry of its type has
      return record !== undefined && isWhole(record) ? [record as unknown as WrittenEntry] : []
    })
}

/** What every entry of a type has; others have what is read of them checked where it is read. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  run: ['run', 'verb', 'version', 'manifest'],
  image: ['requested', 'resolved'],
  planned: ['node', 'verdict', 'generation'],
  begins: ['step', 'node'],
  ends: ['step', 'node', 'outcome'],
}

/** A line that somebody else wrote, or cut, is none of a journal. */
function isWhole(record: JsonRecord): boolean {
  const type = textOf(record, 'type')
  const texts = [...(TEXTS[type] ?? []), 'type', 'at']
  if (texts.some((key) => typeof record[key] !== 'string')) return false
  if (type === 'run') return isRecord(record['arguments']) && isProcess(record['who'])
  if (type === 'batches') return isNames(record['batches'])
  return type !== 'batch-begins' || typeof record['batch'] === 'number'
}

function isProcess(who: unknown): boolean {
  if (!isRecord(who) || typeof who['pid'] !== 'number') return false
  return ['user', 'host', 'started'].every((key) => typeof who[key] === 'string')
}

function isNames(batches: unknown): boolean {
  const isText = (name: unknown): boolean => typeof name === 'string'
  return Array.isArray(batches) && batches.every((batch) => Array.isArray(batch) && batch.every(isText))
}
