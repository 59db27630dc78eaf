import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isGone } from './process.ts'
import { readJournal } from './read-journal.ts'
import { journalPath } from './state-directory.ts'

/** Names of the runs that have a journal there, oldest first: names sort by time. */
export async function runNames(directory: string): Promise<string[]> {
  try {
    const names = await readdir(join(directory, 'runs'))
    return names
      .filter((name) => name.endsWith('.jsonl'))
      .map((name) => name.slice(0, -'.jsonl'.length))
      .sort()
  } catch {
    return []
  }
}

/** How far back runs are looked at that may have died: their leases have long expired otherwise. */
const LATEST = 20

/** Runs of this machine whose process is gone: nobody will ever go on under their name, and what they hold is free. */
export async function deadRuns(directory: string): Promise<string[]> {
  const names = (await runNames(directory)).slice(-LATEST)
  const journals = await Promise.all(names.map(async (name) => readJournal(journalPath(directory, name))))
  return journals.flatMap((read) => (read.ok && isGone(read.value.header.who) ? [read.value.header.run] : []))
}
